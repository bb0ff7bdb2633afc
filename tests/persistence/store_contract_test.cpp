// SPDX-License-Identifier: Apache-2.0
#include "tests/persistence/store_contract.hpp"

#include "persistence/memory_store.hpp"

namespace rondo::persistence {
namespace {

INSTANTIATE_TEST_SUITE_P(Every, StoreContract, testing::Values(StoreKind{"memory", open_memory_store}),
                         [](const auto& chosen) { return chosen.param.name; });

}  // namespace
}  // namespace rondo::persistence
