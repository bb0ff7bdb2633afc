// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/byte_stream.hpp"
#include "model/records.hpp"

namespace rondo::model {

// The compact form of records. It holds addresses of process definitions and is therefore for the memory of
// one engine only. The id comes first and as it is, so that a table can compare it without reading more.

void write_record(ByteWriter& out, const InstanceRecord& record);
void write_record(ByteWriter& out, const TaskRecord& record);
void write_record(ByteWriter& out, const SubscriptionRecord& record);
void write_record(ByteWriter& out, const JobRecord& record);

void read_record(ByteReader& in, InstanceRecord& record);
void read_record(ByteReader& in, TaskRecord& record);
void read_record(ByteReader& in, SubscriptionRecord& record);
void read_record(ByteReader& in, JobRecord& record);

}  // namespace rondo::model
