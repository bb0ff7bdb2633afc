// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/comparison.hpp"
#include "tests/oracle/random_graph.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#ifndef RONDO_ORACLE_GRAPHS
#define RONDO_ORACLE_GRAPHS 100'000
#endif

namespace rondo::tests {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

constexpr std::uint64_t kParts = 4;  // run beside each other

class Joins : public testing::TestWithParam<std::uint64_t> {};

// RONDO_ORACLE_SEED and RONDO_ORACLE_GRAPHS choose what is drawn; a difference is written to a file.
TEST_P(Joins, GoOnExactlyWhenTheStandardSaysSo) {
  const std::uint64_t seed = from_environment("RONDO_ORACLE_SEED", 1);
  const std::uint64_t graphs = from_environment("RONDO_ORACLE_GRAPHS", RONDO_ORACLE_GRAPHS);
  for (std::uint64_t i = GetParam(); i < graphs; i += kParts) {
    std::mt19937_64 random(seed * 1'000'003 + i);
    const Graph graph = random_graph(random);
    const std::uint64_t steps = random();
    if (!difference(graph, steps)) continue;
    const Graph small = shrink(graph, steps);
    const std::string file = testing::TempDir() + "join-oracle-" + std::to_string(i) + ".bpmn";
    std::ofstream(file) << small.bpmn();
    FAIL() << "graph " << i << ": " << *difference(small, steps) << "; see " << file << "\n" << small.bpmn();
  }
}

INSTANTIATE_TEST_SUITE_P(Part, Joins, testing::Range(std::uint64_t{0}, kParts));

}  // namespace
}  // namespace rondo::tests
