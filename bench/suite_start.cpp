// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace rondo::bench {

namespace {

// A file that goes when it is no longer needed.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text) {
    std::string path = (std::filesystem::temp_directory_path() / "rondo-bench-XXXXXX.bpmn").string();
    constexpr int kSuffix = 5;
    const int file = mkstemps(path.data(), kSuffix);
    if (file < 0) throw std::system_error(errno, std::generic_category(), "no temporary file");
    close(file);
    path_ = path;
    std::ofstream(path_) << text;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

void run_command(const std::string& program, const std::string& file) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  std::array<std::string, 3> words{"rondo", "run", file};
  std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
  pid_t child = 0;
  const int failure = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::system_error(failure, std::generic_category(), program);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error("rondo run failed");
}

}  // namespace

// `rondo run` of a small file, from the start of the program to its end. Only the command measures it.
void measure_cold_start(const Effort& effort, const Reporter& report) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  if (std::filesystem::path(self).filename() != "rondo") return;
  constexpr int kRunsPerRepetition = 10;
  const TemporaryFile file(workload("seq").text);
  std::vector<double> samples;
  for (int i = 0; i < effort.repetitions * kRunsPerRepetition; ++i) {
    samples.push_back(seconds([&] { run_command(self, file.path()); }));
  }
  constexpr double kMilliseconds = 1e3;
  report({"start", "rondo run seq.bpmn", "ms", median(std::move(samples)) * kMilliseconds});
}

}  // namespace rondo::bench
