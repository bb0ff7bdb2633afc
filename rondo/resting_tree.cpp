// SPDX-License-Identifier: Apache-2.0
#include "rondo/resting_tree.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace rondo {

// One block: this, then the values whose payload is shared, then the bytes.
struct RestingTree::Packed {
  std::size_t values = 0;

  [[nodiscard]] model::Value* first_value() noexcept { return reinterpret_cast<model::Value*>(this + 1); }
  [[nodiscard]] char* bytes() noexcept { return reinterpret_cast<char*>(first_value() + values); }
};

RestingTree RestingTree::pack(const agenda::ExecutionTree& tree, model::ByteWriter& writer) {
  writer.clear();
  tree.write(writer);
  auto& values = writer.shared_values();
  const std::size_t size = sizeof(Packed) + values.size() * sizeof(model::Value) + writer.bytes().size();
  auto* packed = new (::operator new(size)) Packed{values.size()};
  std::uninitialized_move(values.begin(), values.end(), packed->first_value());
  std::memcpy(packed->bytes(), writer.bytes().data(), writer.bytes().size());
  RestingTree result;
  result.word_ = reinterpret_cast<std::uintptr_t>(packed);
  return result;
}

RestingTree RestingTree::keep(std::unique_ptr<agenda::ExecutionTree> tree) noexcept {
  RestingTree result;
  result.word_ = reinterpret_cast<std::uintptr_t>(tree.release()) | kTree;
  return result;
}

bool RestingTree::packs(const agenda::ExecutionTree& tree) noexcept {
  constexpr std::size_t kSmall = 48;
  return tree.size() <= kSmall;
}

agenda::ExecutionTree* RestingTree::tree() const noexcept {
  if ((word_ & kTree) == 0) return nullptr;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the word is tagged
  return reinterpret_cast<agenda::ExecutionTree*>(word_ & ~kTree);
}

std::unique_ptr<agenda::ExecutionTree> RestingTree::take_tree() noexcept {
  std::unique_ptr<agenda::ExecutionTree> taken(tree());
  word_ = 0;
  return taken;
}

void RestingTree::unpack(agenda::ExecutionTree& tree) const {
  model::ByteReader reader(packed()->bytes(), packed()->first_value());
  tree.read(reader);
}

void RestingTree::clear() noexcept {
  if (agenda::ExecutionTree* kept = tree()) {
    delete kept;
  } else if (word_ != 0) {
    std::destroy_n(packed()->first_value(), packed()->values);
    ::operator delete(packed());
  }
  word_ = 0;
}

}  // namespace rondo
