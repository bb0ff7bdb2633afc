// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "model/records.hpp"

#include <string_view>

namespace rondo {

/// The values that the correlation keys of a process have in a message of that name that carries these
/// variables: by the keys' ids, a list for each. A key of which a property cannot be had is left out.
[[nodiscard]] model::Object correlation_in(const agenda::DeployedProcess& process, std::string_view message,
                                           const model::Object& variables, model::Instant now);

/// Whether a message with these variables belongs to the conversation of a subscription: one of the keys that
/// both have is equal, or the subscription expects none of those that messages of this name carry.
[[nodiscard]] bool correlates(const agenda::DeployedProcess& process,
                              const model::SubscriptionRecord& subscription, const model::Object& variables,
                              model::Instant now);

}  // namespace rondo
