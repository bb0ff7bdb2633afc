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
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF CXX_STANDARD_REQUIRED ON)
  target_compile_options(
    ${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
                      $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local>
                      # gcc 12 reports these wrongly where it inlines the joining of texts.
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>
                      $<$<BOOL:${RONDO_WARNINGS_AS_ERRORS}>:-Werror>
                      -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
  if(RONDO_SANITIZER)
    # gcc 12 reports wrong maybe-uninitialized warnings in instrumented code.
    target_compile_options(${target} PRIVATE -fsanitize=${RONDO_SANITIZER} -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer
                                             $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(${target} PUBLIC -fsanitize=${RONDO_SANITIZER})
  endif()
endfunction()

# rondo_folder(NAME [TOGETHER] [PACKAGES target...]): the sources of folder NAME as objects. A folder without
# sources makes no target. TOGETHER: optimized builds compile them as one, since they call each other in the
# innermost loop.
function(rondo_folder folder)
  cmake_parse_arguments(ARG "TOGETHER" "" "PACKAGES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(rondo_${folder} OBJECT ${sources})
  rondo_settings(rondo_${folder})
  target_include_directories(rondo_${folder} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(rondo_${folder} PRIVATE ${ARG_PACKAGES} Threads::Threads)
  if(ARG_TOGETHER AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    set_target_properties(rondo_${folder} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  endif()
  set_property(GLOBAL APPEND PROPERTY RONDO_OBJECTS $<TARGET_OBJECTS:rondo_${folder}>)
  set_property(GLOBAL APPEND PROPERTY RONDO_PACKAGES ${ARG_PACKAGES})
endfunction()

# The library, put together from the folders. Consumers see the headers of rondo/ and model/ and no package.
function(rondo_library)
  get_property(objects GLOBAL PROPERTY RONDO_OBJECTS)
  get_property(packages GLOBAL PROPERTY RONDO_PACKAGES)
  list(REMOVE_DUPLICATES packages)
  add_library(rondo STATIC ${objects})
  add_library(rondo::rondo ALIAS rondo)
  rondo_settings(rondo)
  set_target_properties(rondo PROPERTIES LINKER_LANGUAGE CXX
                                         VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
  target_link_libraries(rondo PRIVATE ${packages} PUBLIC Threads::Threads)
  include(public_headers)
  list(TRANSFORM RONDO_PUBLIC_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE headers)
  target_sources(rondo PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
endfunction()

# The rondo command. Built beside the library so that build/<preset>/rondo is the program.
function(rondo_command)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cli/*.cpp)
  if(NOT sources)
    return()
  endif()
  find_package(CLI11 REQUIRED)
  find_package(yaml-cpp REQUIRED)
  set(packages CLI11::CLI11 yaml-cpp Boost::json spdlog::spdlog fmt::fmt)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    # Apart from main(), so that tests can call it.
    add_library(rondo_cli_objects STATIC ${sources})
    rondo_settings(rondo_cli_objects)
    target_link_libraries(rondo_cli_objects PUBLIC rondo PRIVATE rondo_bench ${packages})
    target_precompile_headers(rondo_cli_objects PRIVATE <boost/json.hpp> <algorithm> <map> <memory> <string>
                              <string_view> <vector>)
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
  foreach(name IN ITEMS seq exc par cyc sub mi call wait)
    set(file ${PROJECT_SOURCE_DIR}/bench/workloads/${name}.bpmn)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    string(APPEND RONDO_WORKLOADS "      Workload{\"${name}\", R\"~(${text})~\"},\n")
  endforeach()
  set(texts ${PROJECT_BINARY_DIR}/generated/workload_texts.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/bench/workload_texts.cpp.in ${texts} @ONLY)
  add_library(rondo_bench STATIC ${sources} ${texts})
  rondo_settings(rondo_bench)
  target_link_libraries(rondo_bench PUBLIC rondo PRIVATE fmt::fmt)
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
