// SPDX-License-Identifier: Apache-2.0
// Closures made of others.
#include "expression/groovy/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

using Closure = const Datum;

Datum curried(const Call& call, Closure& closure, std::size_t first, std::int64_t position) {
  DerivedClosure derived{DerivedClosure::How::Curried, {closure}, position, {}};
  derived.parts.insert(derived.parts.end(), call.arguments.begin() + static_cast<std::ptrdiff_t>(first),
                       call.arguments.end());
  return call.machine.new_closure(std::move(derived));
}
Datum curry(const Call& call, Closure& closure) { return curried(call, closure, 0, 0); }
Datum curry_last(const Call& call, Closure& closure) { return curried(call, closure, 0, -1); }
Datum curry_at(const Call& call, Closure& closure) {
  return curried(call, closure, 1, static_cast<std::int64_t>(call.size(0)));
}

Datum call_it(const Call& call, Closure& closure) {
  return call.machine.call(closure, call.arguments, call.offset);
}
Datum same(const Call&, Closure& closure) { return closure; }
Datum arity(const Call&, Closure& closure) { return Value(closure.closure()->arity()); }

constexpr std::size_t kAny = 100;
constexpr auto kMethods = std::to_array<Method<Closure>>({{"call", 0, kAny, call_it},
                                                          {"doCall", 0, kAny, call_it},
                                                          {"curry", 1, kAny, curry},
                                                          {"rcurry", 1, kAny, curry_last},
                                                          {"ncurry", 2, kAny, curry_at},
                                                          {"memoize", 0, 0, same},
                                                          {"clone", 0, 0, same},
                                                          {"dehydrate", 0, 0, same},
                                                          {"getMaximumNumberOfParameters", 0, 0, arity}});

}  // namespace

bool closure_method(Machine& machine, const Datum& closure, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result) {
  return run_method(kMethods, name, Call{machine, arguments, offset}, closure, result);
}

Datum Machine::new_closure(DerivedClosure derived) {
  charge(sizeof(ClosureData) + sizeof(DerivedClosure) + derived.parts.size() * sizeof(Datum), 0);
  ClosureData& made = arena_.closure();
  made.derived = std::make_unique<DerivedClosure>(std::move(derived));
  return made;
}

Datum Machine::call_derived(const DerivedClosure& closure, Arguments arguments, std::size_t offset) {
  const Depth depth(*this, offset);
  step(offset);
  switch (closure.how) {
    case DerivedClosure::How::Composed: {
      const Datum between = call(closure.parts[0], arguments, offset);
      return call(closure.parts[1], {&between, 1}, offset);
    }
    case DerivedClosure::How::Method:
      return call_method(closure.parts[0], closure.method, arguments, offset);
    case DerivedClosure::How::Curried:
      break;
  }
  std::vector<Datum> all(arguments.begin(), arguments.end());
  const auto given = static_cast<std::int64_t>(all.size());
  const std::int64_t at = closure.position < 0 ? given : std::min(closure.position, given);
  all.insert(all.begin() + at, closure.parts.begin() + 1, closure.parts.end());
  return call(closure.parts[0], all, offset);
}

Datum Machine::call_with(const Datum& closure, const Datum& delegate, std::size_t offset) {
  delegates_.push_back(delegate);
  struct Leave {
    std::vector<Datum>& delegates;
    ~Leave() { delegates.pop_back(); }
  };
  const Leave leave{delegates_};
  return call(closure, {&delegate, 1}, offset);
}

}  // namespace rondo::expression::groovy
