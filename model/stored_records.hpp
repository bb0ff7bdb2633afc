// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/byte_stream.hpp"
#include "model/records.hpp"
#include "model/stored_form.hpp"

#include <cstdint>

namespace rondo::model {

/// Process definitions by the number under which a store keeps them. Thread-safe.
class DefinitionNumbers {
 public:
  virtual ~DefinitionNumbers() = default;
  /// Throws Error (Store) when the definition was not deployed to the store.
  [[nodiscard]] virtual std::uint64_t number(const ProcessDefinition& definition) const = 0;
  /// Throws Error (Store) when the store has no such definition.
  [[nodiscard]] virtual const ProcessDefinition& definition(std::uint64_t number) const = 0;
};

/// Where a record lies, as far as it is known from where it is kept: it is not written again.
struct RecordPlace {
  Handle id, instance, execution;
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;

  /// Of a record that is found by its id alone.
  [[nodiscard]] static RecordPlace of(const Handle& id) noexcept;
};

// Records in the form for disk. Reading one gives it the place's id.

void write_stored(ByteWriter& out, const TaskRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers);
void write_stored(ByteWriter& out, const SubscriptionRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers);
void write_stored(ByteWriter& out, const JobRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers);
void write_stored(ByteWriter& out, const IncidentRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers);
void write_stored(ByteWriter& out, const InstanceRecord& record, const DefinitionNumbers& numbers);
/// `previous`: the event written before, of the same instance, or one with nothing but the instance.
void write_stored(ByteWriter& out, const HistoryEvent& event, const HistoryEvent& previous,
                  const DefinitionNumbers& numbers);
void write_stored(ByteWriter& out, const MessageRecord& record);
void write_stored(ByteWriter& out, const StartTimerRecord& record, const DefinitionNumbers& numbers);

void read_stored(StoredReader& in, TaskRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers);
void read_stored(StoredReader& in, SubscriptionRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers);
void read_stored(StoredReader& in, JobRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers);
void read_stored(StoredReader& in, IncidentRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers);
/// `record.id` is given.
void read_stored(StoredReader& in, InstanceRecord& record, const DefinitionNumbers& numbers);
void read_stored(StoredReader& in, HistoryEvent& event, const HistoryEvent& previous,
                 const DefinitionNumbers& numbers);
/// `record.sequence` is given.
void read_stored(StoredReader& in, MessageRecord& record);
/// `record.number` is given.
void read_stored(StoredReader& in, StartTimerRecord& record, const DefinitionNumbers& numbers);

}  // namespace rondo::model
