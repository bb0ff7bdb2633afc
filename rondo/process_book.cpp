// SPDX-License-Identifier: Apache-2.0
#include "rondo/process_book.hpp"

#include "model/error.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

namespace rondo {

ProcessBook::ProcessBook(model::NameTable& names, std::function<void()> look_again)
    : names_(names), look_again_(std::move(look_again)) {}

void ProcessBook::add(std::uint64_t number, const agenda::DeployedProcess& process) {
  const std::unique_lock lock(mutex_);
  if (number != by_number_.size() + 1) {
    throw Error(ErrorKind::Store,
                fmt::format("the store is damaged: process number {} is out of order", number));
  }
  by_number_.push_back(&process);
  numbers_.emplace(&process.definition(), number);
}

void ProcessBook::forget_after(std::uint64_t number) {
  const std::unique_lock lock(mutex_);
  while (by_number_.size() > number) {
    numbers_.erase(&by_number_.back()->definition());
    by_number_.pop_back();
  }
}

std::uint64_t ProcessBook::size() const {
  const std::shared_lock lock(mutex_);
  return by_number_.size();
}

std::uint64_t ProcessBook::number(const model::ProcessDefinition& definition) const {
  const std::shared_lock lock(mutex_);
  const auto found = numbers_.find(&definition);
  if (found != numbers_.end()) return found->second;
  throw Error(ErrorKind::Store, fmt::format("process '{}' is not deployed to this store", definition.id));
}

const agenda::DeployedProcess* ProcessBook::find(std::uint64_t number) const {
  const std::shared_lock lock(mutex_);
  return number == 0 || number > by_number_.size() ? nullptr : by_number_[number - 1];
}

const agenda::DeployedProcess& ProcessBook::process(std::uint64_t number) const {
  const agenda::DeployedProcess* found = find(number);
  if (found == nullptr) {
    look_again_();
    found = find(number);
  }
  if (found != nullptr) return *found;
  throw Error(ErrorKind::Store, fmt::format("the store is damaged: it has no process number {}", number));
}

const model::ProcessDefinition& ProcessBook::definition(std::uint64_t number) const {
  return process(number).definition();
}

}  // namespace rondo
