// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <unistd.h>

#include <csignal>
#include <string_view>

namespace {

// May come at any time, also while a process loops without end: nothing is left to be saved.
extern "C" void leave_when_interrupted(int) {
  constexpr std::string_view kText = "\nrondo: interrupted\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kText.data(), kText.size());
  _exit(rondo::cli::kInterrupted);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, leave_when_interrupted);
  // Whoever reads the output may stop reading: that ends the command quietly, even if it was started by
  // somebody who ignores the signal.
  std::signal(SIGPIPE, SIG_DFL);
  return rondo::cli::run_rondo(argc, argv);
}
