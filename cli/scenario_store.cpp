// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_store.hpp"

#include "rondo/error.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace rondo::cli {

namespace {

std::filesystem::path temporary_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "rondo-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw Error(ErrorKind::Argument, fmt::format("cannot make '{}': {}", name, std::strerror(errno)));
  }
  return name;
}

}  // namespace

ScenarioFile::ScenarioFile(const ScenarioStore& store) {
  static std::atomic<unsigned> last{0};
  if (!store.folder.empty()) path_ = store.folder / fmt::format("scenario-{}.rondo", ++last);
}

ScenarioFile::~ScenarioFile() {
  if (path_.empty()) return;
  std::error_code ignored;
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path_.string() + part, ignored);
}

std::string ScenarioFile::url() const { return path_.empty() ? "memory:" : "sqlite:" + path_.string(); }

ScenarioStore scenario_store(std::string_view name, std::shared_ptr<void>& keeper) {
  constexpr std::string_view kFolder = "sqlite:";
  if (name == "memory") return {};
  ScenarioStore store;
  if (name == "sqlite") {
    store.folder = temporary_folder();
    keeper = std::shared_ptr<void>(nullptr, [folder = store.folder](void*) {
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    });
  } else if (name.starts_with(kFolder) && name.size() > kFolder.size()) {
    store.folder = name.substr(kFolder.size());
    std::filesystem::create_directories(store.folder);
  } else {
    throw Error(ErrorKind::Argument,
                fmt::format("the store '{}' is not known; there are memory, sqlite and sqlite:FOLDER", name));
  }
  return store;
}

}  // namespace rondo::cli
