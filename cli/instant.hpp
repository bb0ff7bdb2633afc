// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/value.hpp"

#include <optional>
#include <string_view>

namespace rondo::cli {

/// Reads an ISO 8601 instant, `2026-05-01T12:00:00Z`: time, fraction and zone may be left out; without a
/// zone it is UTC. nullopt when the text is not one.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// `start` plus an ISO 8601 duration such as `P1Y2M3DT4H5M6.5S` or `P2W`, years and months by the
/// calendar; nullopt when the text is not a duration.
[[nodiscard]] std::optional<Instant> add_duration(Instant start, std::string_view duration);

}  // namespace rondo::cli
