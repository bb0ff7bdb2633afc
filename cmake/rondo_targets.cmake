# SPDX-License-Identifier: Apache-2.0
# The targets of this tree: one group of objects per folder, the library, the command, the tests.
include_guard(GLOBAL)

if(PROJECT_IS_TOP_LEVEL)
  # Objects that do not depend on where the tree lies can be taken from the cache by another clone.
  find_program(RONDO_CCACHE ccache)
  if(RONDO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros ${RONDO_CCACHE})
  endif()
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
endif()

# Flags that every own target shares. They must be alike everywhere, since the tests share one
# precompiled header.
function(rondo_settings target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  # Ahead of the copies of the public headers that others see.
  target_include_directories(${target} BEFORE PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF CXX_STANDARD_REQUIRED ON)
  target_compile_options(
    ${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
                      $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local>
                      # gcc 12 reports these wrongly where it inlines the joining of texts.
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>
                      $<$<BOOL:${RONDO_WARNINGS_AS_ERRORS}>:-Werror>
                      -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
  if(RONDO_SANITIZER)
    # Whole folders as one, since headers take most of the time. Not in parts: then a file more could move the
    # others into parts in which their names collide.
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    # gcc 12 reports wrong maybe-uninitialized warnings in instrumented code.
    target_compile_options(${target} PRIVATE -fsanitize=${RONDO_SANITIZER} -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer
                                             $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(${target} PUBLIC -fsanitize=${RONDO_SANITIZER})
  endif()
endfunction()

# Of code in which tests spend little time: optimizing it for sanitizers takes longer than running it as it is.
function(rondo_leave_plain target)
  if(RONDO_SANITIZER)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

# What makes objects of a folder fit for the static and the shared library.
function(rondo_library_settings target)
  rondo_settings(${target})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
                                             VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${target} PRIVATE -fno-semantic-interposition)
endfunction()

# The headers of packages that nearly every folder includes are compiled once for all: reading them takes longer than
# compiling what is in most files. None of this tree is among them: ccache hands precompiled headers from one clone to
# another, and those of another state of the tree would define everything twice. The clang preset does without, so
# that a file that does not include what it uses is noticed there.
function(rondo_precompile)
  set(source ${PROJECT_BINARY_DIR}/generated/precompiled.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(rondo_precompiled OBJECT ${source})
  rondo_library_settings(rondo_precompiled)
  target_link_libraries(rondo_precompiled PRIVATE fmt::fmt Threads::Threads)
  target_precompile_headers(
    rondo_precompiled PRIVATE <algorithm> <array> <charconv> <chrono> <cstdint> <functional> <map> <memory> <mutex>
    <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector> <fmt/format.h>)
endfunction()

# rondo_folder(NAME [TOGETHER] [PLAIN] [PACKAGES target...]): the sources of folder NAME and below as objects. A
# folder without sources makes no target. TOGETHER: optimized builds compile them as one, since they call each other
# in the innermost loop. PLAIN: see rondo_leave_plain.
function(rondo_folder folder)
  cmake_parse_arguments(ARG "TOGETHER;PLAIN" "" "PACKAGES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(rondo_${folder} OBJECT ${sources})
  rondo_library_settings(rondo_${folder})
  target_link_libraries(rondo_${folder} PRIVATE ${ARG_PACKAGES} Threads::Threads)
  if(ARG_PLAIN AND RONDO_SANITIZER)
    rondo_leave_plain(rondo_${folder})  # the precompiled headers are optimized
  else()
    target_precompile_headers(rondo_${folder} REUSE_FROM rondo_precompiled)
  endif()
  if(ARG_TOGETHER AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    set_target_properties(rondo_${folder} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    # Far from the loop, these gain nothing by it.
    foreach(file migration modification stored_tree canceling conducting faults settling surroundings)
      set_source_files_properties(${PROJECT_SOURCE_DIR}/agenda/${file}.cpp
                                  PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endforeach()
  endif()
  # The methods of values bear the names that expressions call them by, alike in several files.
  set(apart ${sources})
  list(FILTER apart INCLUDE REGEX "_methods\\.cpp$")
  set_source_files_properties(${apart} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_property(GLOBAL APPEND PROPERTY RONDO_OBJECTS $<TARGET_OBJECTS:rondo_${folder}>)
  set_property(GLOBAL APPEND PROPERTY RONDO_PACKAGES ${ARG_PACKAGES})
endfunction()

# Copies the public headers to where others include them from, in the build as installed: all in one folder,
# rondo/, so that nobody's own model/ is mistaken for that of rondo.
function(rondo_stage_headers result)
  include(public_headers)
  set(staged)
  foreach(header IN LISTS RONDO_PUBLIC_HEADERS)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
    file(READ ${PROJECT_SOURCE_DIR}/${header} content)
    string(REPLACE "#include \"model/" "#include \"rondo/model/" content "${content}")
    string(REGEX REPLACE "^model/" "rondo/model/" name ${header})
    set(target ${PROJECT_BINARY_DIR}/include/${name})
    set(present "")
    if(EXISTS ${target})
      file(READ ${target} present)
    endif()
    if(NOT "${present}" STREQUAL "${content}")
      file(WRITE ${target} "${content}")
    endif()
    list(APPEND staged ${target})
  endforeach()
  set(${result} ${staged} PARENT_SCOPE)
endfunction()

# One form of the library, put together from the folders. Consumers see the public headers and no package.
function(rondo_form target kind)
  get_property(objects GLOBAL PROPERTY RONDO_OBJECTS)
  get_property(packages GLOBAL PROPERTY RONDO_PACKAGES)
  list(REMOVE_DUPLICATES packages)
  add_library(${target} ${kind} ${objects})
  rondo_settings(${target})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME rondo)
  target_link_libraries(${target} PRIVATE ${packages} PUBLIC Threads::Threads)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_BINARY_DIR}/include FILES ${ARGN})
endfunction()

# The library. The target `rondo` is the static form, which the command and the tests link; others link
# rondo::rondo, which is the form that BUILD_SHARED_LIBS asks for.
function(rondo_library)
  rondo_stage_headers(headers)
  rondo_form(rondo STATIC ${headers})
  set_target_properties(rondo PROPERTIES EXPORT_NAME rondo_static
                                         VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
  add_library(rondo::rondo_static ALIAS rondo)
  if(RONDO_BUILD_SHARED)
    rondo_form(rondo_shared SHARED ${headers})
    set(symbols ${PROJECT_SOURCE_DIR}/cmake/rondo.map)
    # Until 1.0 each minor version may change the interface.
    set_target_properties(
      rondo_shared PROPERTIES VERSION ${PROJECT_VERSION} LINK_DEPENDS ${symbols}
                              SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    target_link_options(rondo_shared PRIVATE LINKER:--version-script=${symbols} LINKER:-z,defs LINKER:--as-needed)
    add_library(rondo::rondo_shared ALIAS rondo_shared)
  endif()
  if(BUILD_SHARED_LIBS)
    add_library(rondo::rondo ALIAS rondo_shared)
  else()
    add_library(rondo::rondo ALIAS rondo)
  endif()
endfunction()

# Whatever reads CLI11 compiles all of it anew, which takes much longer than what is in a file. So files with
# commands are compiled by sevens, except where single files are looked at.
function(rondo_join_commands)
  if(RONDO_SANITIZER OR CMAKE_DISABLE_PRECOMPILE_HEADERS)
    return()
  endif()
  set_target_properties(rondo_cli_objects PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 7)
  list(FILTER ARGN EXCLUDE REGEX "commands?\\.cpp$")
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# The rondo command. Built beside the library so that build/<preset>/rondo is the program.
function(rondo_command)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cli/*.cpp)
  if(NOT sources)
    return()
  endif()
  find_package(CLI11 REQUIRED)
  set(packages CLI11::CLI11 yaml-cpp Boost::json spdlog::spdlog fmt::fmt)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    # Apart from main(), so that tests can call it.
    add_library(rondo_cli_objects STATIC ${sources})
    rondo_settings(rondo_cli_objects)
    rondo_leave_plain(rondo_cli_objects)
    target_link_libraries(rondo_cli_objects PUBLIC rondo PRIVATE rondo_bench ${packages})
    rondo_join_commands(${sources})
  endif()
  if(EXISTS ${PROJECT_SOURCE_DIR}/cli/main.cpp)
    add_executable(rondo_cli ${PROJECT_SOURCE_DIR}/cli/main.cpp)
    rondo_settings(rondo_cli)
    target_link_libraries(rondo_cli PRIVATE rondo ${packages})
    if(TARGET rondo_cli_objects)
      target_link_libraries(rondo_cli PRIVATE rondo_cli_objects)
    endif()
    set_target_properties(rondo_cli PROPERTIES OUTPUT_NAME rondo
                                               RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  endif()
endfunction()

# The measurements, as a library for the command and for bench/programs/NAME.cpp, each of which is the program
# bench_NAME. The files of the workloads become part of the library.
function(rondo_bench_library)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/*.cpp)
  set(RONDO_WORKLOADS "")
  foreach(name IN ITEMS seq exc par cyc sub mi call wait fnf elsa apiflow)
    file(GLOB file ${PROJECT_SOURCE_DIR}/bench/workloads/${name}.*)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    string(APPEND RONDO_WORKLOADS "      Workload{\"${name}\", R\"~(${text})~\"},\n")
  endforeach()
  set(texts ${PROJECT_BINARY_DIR}/generated/workload_texts.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/bench/workload_texts.cpp.in ${texts} @ONLY)
  add_library(rondo_bench STATIC ${sources} ${texts})
  rondo_settings(rondo_bench)
  rondo_leave_plain(rondo_bench)
  target_link_libraries(rondo_bench PUBLIC rondo PRIVATE fmt::fmt SQLite::SQLite3)
endfunction()

function(rondo_benchmarks)
  find_package(benchmark QUIET)
  if(NOT benchmark_FOUND)
    message(STATUS "Google Benchmark is not there: its programs are left out")
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/programs/*.cpp)
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(bench_${name} EXCLUDE_FROM_ALL ${source})
    rondo_settings(bench_${name})
    target_link_libraries(bench_${name} PRIVATE rondo_bench benchmark::benchmark)
  endforeach()
endfunction()

# `cmake --build build/dev --target tidy`: clang-tidy over the sources (not the tests).
function(rondo_tidy_target)
  add_custom_target(
    tidy
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/tidy.sh
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    USES_TERMINAL VERBATIM)
endfunction()
