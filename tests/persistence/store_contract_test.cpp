// SPDX-License-Identifier: Apache-2.0
#include "tests/persistence/store_contract.hpp"

#include "persistence/memory_store.hpp"
#include "persistence/sqlite_store.hpp"
#include "tests/persistence/test_definitions.hpp"
#include "tests/support/temporary_file.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace rondo::persistence {
namespace {

// A store in a file of its own, which goes with the test program.
std::unique_ptr<Store> open_file(bool keep_history, std::size_t daybook_from) {
  static const tests::TemporaryFolder folder;
  static const TestDefinitions definitions;
  static int files = 0;
  SqliteOptions options;
  options.keep_history = keep_history;
  options.relaxed = true;
  options.daybook_from = daybook_from;
  return open_sqlite_store(folder.file(std::to_string(++files)), definitions, options);
}

std::unique_ptr<Store> open_in_file(bool keep_history) { return open_file(keep_history, 0); }
std::unique_ptr<Store> open_with_daybook(bool keep_history) { return open_file(keep_history, 1); }

INSTANTIATE_TEST_SUITE_P(Every, StoreContract,
                         testing::Values(StoreKind{"memory", open_memory_store},
                                         StoreKind{"sqlite", open_in_file},
                                         StoreKind{"daybook", open_with_daybook}),
                         [](const auto& chosen) { return chosen.param.name; });

}  // namespace
}  // namespace rondo::persistence
