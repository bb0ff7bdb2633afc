// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"
#include "expression/expression.hpp"
#include "model/names.hpp"

namespace rondo::bench {

namespace {

// Two variables and no objects.
class TwoVariables final : public expression::Environment {
 public:
  explicit TwoVariables(model::NameTable& names)
      : amount_(names.intern("amount")), vip_(names.intern("vip")) {}

  bool variable(model::NameId name, model::Value& value) override {
    if (name == amount_) {
      value = 120;
    } else if (name == vip_) {
      value = true;
    } else {
      return false;
    }
    return true;
  }
  bool variable_named(std::string_view, model::Value&) override { return false; }
  expression::HostObject* object(std::string_view) override { return nullptr; }
  bool call(std::string_view, std::string_view, std::span<const expression::Operand>,
            expression::Operand&) override {
    return false;
  }
  void assign(model::NameId, model::Value) override {}
  model::Instant now() override { return {}; }

 private:
  model::NameId amount_, vip_;
};

}  // namespace

// Evaluating expressions that were compiled before.
void measure_expressions(const Effort& effort, const Reporter& report) {
  for (const char* text : {"${amount}", "${amount > 100}", "${amount > 100 && vip}",
                           "${amount * 2 + 1 <= 500 ? 'small' : 'large'}"}) {
    model::NameTable names;
    TwoVariables environment(names);
    model::ExpressionSource source;
    source.text = text;
    const auto compiled = expression::compile(source, names);
    std::vector<double> samples;
    samples.reserve(static_cast<std::size_t>(effort.repetitions));
    for (int i = 0; i < effort.repetitions; ++i) {
      samples.push_back(rate(effort.time / 3, [&](std::uint64_t) { (void)compiled->evaluate(environment); }));
    }
    report({"expressions", text, "ns", kNanoseconds / median(std::move(samples))});
  }
}

}  // namespace rondo::bench
