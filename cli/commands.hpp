// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): so the package names it
class App;
}  // namespace CLI

namespace rondo::cli {

/// Exit codes of the command.
/// @{
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;    ///< A scenario or a process failed.
inline constexpr int kBadInput = 2;  ///< Unusable arguments or files.
inline constexpr int kWaiting = 3;   ///< `run` ended at a wait state.
inline constexpr int kInterrupted = 130;
/// @}

/// How many steps a process may take at once in the commands that run processes: see EngineOptions.
inline constexpr std::uint64_t kStepLimit = 5'000'000;

/// What the chosen command does; returns an exit code.
using Action = std::function<int()>;

/// Each adds one command to `app`, which sets `action` when it is chosen.
void add_run_command(CLI::App& app, Action& action);
void add_validate_command(CLI::App& app, Action& action);
void add_inspect_command(CLI::App& app, Action& action);
void add_render_command(CLI::App& app, Action& action);
void add_convert_command(CLI::App& app, Action& action);
void add_test_command(CLI::App& app, Action& action);
void add_bench_command(CLI::App& app, Action& action);
void add_deploy_command(CLI::App& app, Action& action);
void add_start_command(CLI::App& app, Action& action);
void add_list_command(CLI::App& app, Action& action);
void add_show_command(CLI::App& app, Action& action);
void add_history_command(CLI::App& app, Action& action);
void add_export_command(CLI::App& app, Action& action);
void add_backup_command(CLI::App& app, Action& action);
void add_index_command(CLI::App& app, Action& action);

/// Each adds several commands: `tasks`, `complete`, `message`, `signal`; `jobs`, `retry`, `incidents`;
/// `suspend`, `resume`, `stop`, `cancel`, `delete`; `move`, `migrate`; `snapshot`, `restore`; those below
/// `fnf`.
/// @{
void add_task_commands(CLI::App& app, Action& action);
void add_job_commands(CLI::App& app, Action& action);
void add_instance_commands(CLI::App& app, Action& action);
void add_change_commands(CLI::App& app, Action& action);
void add_snapshot_commands(CLI::App& app, Action& action);
void add_fnf_commands(CLI::App& app, Action& action);
/// @}

/// The whole command: reads the arguments, runs, reports errors as `rondo: error: …` on the standard
/// error. Throws nothing.
int run_rondo(int argc, const char* const* argv) noexcept;

}  // namespace rondo::cli
