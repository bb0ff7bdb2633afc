# SPDX-License-Identifier: Apache-2.0
# The headers that an embedder sees: they are installed, each is compiled alone (all_verify_interface_header_sets),
# and a test checks that they include nothing beyond this list and the standard library.
set(RONDO_PUBLIC_HEADERS
    model/api.hpp
    model/diagnostics.hpp
    model/error.hpp
    model/history_level.hpp
    model/history_query.hpp
    model/instance_state.hpp
    model/value.hpp
    render/marks.hpp
    rondo/acting_user.hpp
    rondo/activities.hpp
    rondo/clock.hpp
    rondo/delegate.hpp
    rondo/conversion.hpp
    rondo/diagram.hpp
    rondo/engine.hpp
    rondo/error.hpp
    rondo/events.hpp
    rondo/history.hpp
    rondo/management.hpp
    rondo/migration.hpp
    rondo/modification.hpp
    rondo/native_activity.hpp
    rondo/repository.hpp
    rondo/runtime.hpp
    rondo/submission.hpp
    rondo/tasks.hpp
    rondo/value.hpp
    rondo/workflow_host.hpp)
