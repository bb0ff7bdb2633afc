// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <csignal>
#include <cstdlib>

namespace {

extern "C" void leave_when_interrupted(int) { std::_Exit(rondo::cli::kInterrupted); }

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, leave_when_interrupted);
  return rondo::cli::run_rondo(argc, argv);
}
