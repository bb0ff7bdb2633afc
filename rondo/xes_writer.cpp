// SPDX-License-Identifier: Apache-2.0
#include "rondo/xes_writer.hpp"

#include "model/iso8601.hpp"
#include "model/xml_text.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

namespace rondo {

namespace {

using model::to_iso8601;

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
  <string key="lifecycle:model" value="standard"/>
)";

// Whether a character may stand in an XML 1.0 document; of those that are several bytes long all may, except
// two that are no characters.
bool is_forbidden(unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

// Keys are XML names.
std::string variable_key(std::string_view name) {
  std::string key = "variable.";
  for (const char c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    key += fits ? c : '_';
  }
  return key;
}

std::string float_text(const Value& value) {
  const double number = value.as_double();
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "INF" : "-INF";
  return to_json(value);
}

std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool no_character = text.substr(at, 3) == "\xEF\xBF\xBE" || text.substr(at, 3) == "\xEF\xBF\xBF";
    if (is_forbidden(static_cast<unsigned char>(c)) || no_character) {
      result += "\xEF\xBF\xBD";
      if (no_character) at += 2;
      continue;
    }
    const std::string_view entity = model::attribute_entity(static_cast<unsigned char>(c));
    if (entity.empty()) {
      result += c;
    } else {
      result += entity;
    }
  }
  return result;
}

}  // namespace

XesWriter::XesWriter(std::ostream& out) : out_(out) { out_ << kHead; }

void XesWriter::attribute(std::string_view type, std::string_view key, std::string_view value, int depth) {
  out_ << std::string(static_cast<std::size_t>(depth) * 2, ' ') << '<' << type << " key=\"" << escaped(key)
       << "\" value=\"" << escaped(value) << "\"/>\n";
}

void XesWriter::attribute(std::string_view key, const Value& value) {
  switch (value.type()) {
    case ValueType::Null:
      return;
    case ValueType::Boolean:
      return attribute("boolean", key, value.as_boolean() ? "true" : "false", 2);
    case ValueType::Integer:
      return attribute("int", key, std::to_string(value.as_integer()), 2);
    case ValueType::Double:
      return attribute("float", key, float_text(value), 2);
    case ValueType::String:
      return attribute("string", key, value.as_string(), 2);
    case ValueType::Date:
      return attribute("date", key, to_iso8601(value.as_date()), 2);
    case ValueType::List:
    case ValueType::Object:
    case ValueType::Bytes:
      return attribute("string", key, to_json(value), 2);
  }
}

void XesWriter::begin_trace(const InstanceInfo& instance, const Variables& variables) {
  out_ << "  <trace>\n";
  attribute("string", "concept:name", instance.business_key.empty() ? instance.id : instance.business_key, 2);
  attribute("string", "instance", instance.id, 2);
  attribute("string", "process", instance.process_key, 2);
  attribute("int", "version", std::to_string(instance.process_version), 2);
  attribute("string", "state", name_of(instance.state), 2);
  if (!instance.starter.empty()) attribute("string", "org:resource", instance.starter, 2);
  for (const auto& [name, value] : variables) attribute(variable_key(name), value);
}

void XesWriter::event(const Ending& about, Instant time, std::string_view transition) {
  out_ << "    <event>\n";
  attribute("string", "concept:name", about.name, 3);
  attribute("string", "concept:instance", about.execution, 3);
  attribute("string", "activity", about.id, 3);
  attribute("date", "time:timestamp", to_iso8601(time), 3);
  attribute("string", "lifecycle:transition", transition, 3);
  if (!about.assignee.empty()) attribute("string", "org:resource", about.assignee, 3);
  out_ << "    </event>\n";
}

void XesWriter::write_endings(std::optional<Instant> before) {
  const auto later = [](const Ending& left, const Ending& right) { return left.time > right.time; };
  while (!endings_.empty() && (!before || endings_.front().time < *before)) {
    std::pop_heap(endings_.begin(), endings_.end(), later);
    const Ending ending = std::move(endings_.back());
    endings_.pop_back();
    event(ending, ending.time, ending.canceled ? "pi_abort" : "complete");
  }
}

void XesWriter::add(const HistoricActivity& visit) {
  Ending ending;
  ending.name = visit.activity_name.empty() ? visit.activity_id : visit.activity_name;
  ending.id = visit.activity_id;
  ending.execution = visit.execution_id;
  ending.assignee = visit.assignee;
  ending.canceled = visit.canceled;
  write_endings(visit.start_time);
  event(ending, visit.start_time, "start");
  if (!visit.end_time) return;
  ending.time = *visit.end_time;
  endings_.push_back(std::move(ending));
  std::push_heap(endings_.begin(), endings_.end(),
                 [](const Ending& left, const Ending& right) { return left.time > right.time; });
}

void XesWriter::end_trace() {
  write_endings(std::nullopt);
  out_ << "  </trace>\n";
}

void XesWriter::finish() { out_ << "</log>\n"; }

}  // namespace rondo
