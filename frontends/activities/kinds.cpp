// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/kinds.hpp"

namespace rondo::frontends::activities {

namespace {

using K = ActivityKind;

constexpr SlotRule body() { return {"Body", false, true, false, false}; }
constexpr SlotRule one(std::string_view name) { return {name, false, false, false, false}; }
constexpr SlotRule several(std::string_view name) { return {name, true, true, false, false}; }
constexpr SlotRule action(std::string_view name) { return {name, false, true, true, false}; }

constexpr std::array kRules{
    KindRule{K::Sequence, "Sequence", {}, {several("Activities")}},
    KindRule{K::Parallel, "Parallel", {{{"CompletionCondition", "Boolean"}}}, {several("Branches")}},
    KindRule{K::ParallelForEach,
             "ParallelForEach",
             {{{"Values", "Object", true}, {"CompletionCondition", "Boolean"}}},
             {action("Body")}},
    KindRule{K::ForEach, "ForEach", {{{"Values", "Object", true}}}, {action("Body")}},
    KindRule{K::Pick, "Pick", {}, {several("Branches")}},
    KindRule{
        K::PickBranch, "PickBranch", {}, {one("Trigger"), SlotRule{"Action", false, true, false, false}}},
    KindRule{K::If, "If", {{{"Condition", "Boolean", true}}}, {one("Then"), one("Else")}},
    KindRule{K::While, "While", {{{"Condition", "Boolean", true}}}, {body()}},
    KindRule{K::DoWhile, "DoWhile", {{{"Condition", "Boolean", true}}}, {body()}},
    KindRule{K::Switch,
             "Switch",
             {{{"Expression", "String", true}}},
             {one("Default"), SlotRule{"Cases", true, true, false, true}}},
    KindRule{K::Delay, "Delay", {{{"Duration", "TimeSpan", true}}}, {}},
    KindRule{K::Assign, "Assign", {{{"To", "Name", true}, {"Value", "String", true}}}, {}},
    KindRule{K::WriteLine, "WriteLine", {{{"Text", "String"}}}, {}},
    KindRule{K::Throw, "Throw", {{{"Exception", "Exception", true}}}, {}},
    KindRule{K::Rethrow, "Rethrow", {}, {}},
    KindRule{
        K::TerminateWorkflow, "TerminateWorkflow", {{{"Exception", "Exception"}, {"Reason", "String"}}}, {}},
    KindRule{K::TryCatch,
             "TryCatch",
             {},
             {one("Try"), SlotRule{"Catches", true, false, true, true}, one("Finally")}},
    KindRule{K::CancellationScope, "CancellationScope", {}, {body(), one("CancellationHandler")}},
    KindRule{K::CompensableActivity,
             "CompensableActivity",
             {{{"Result", "Name"}}},
             {body(), one("CancellationHandler"), one("CompensationHandler"), one("ConfirmationHandler")}},
    KindRule{K::Compensate, "Compensate", {{{"Target", "Name"}}}, {}},
    KindRule{K::Confirm, "Confirm", {{{"Target", "Name"}}}, {}},
    KindRule{K::Persist, "Persist", {}, {}},
    KindRule{K::TransactionScope, "TransactionScope", {}, {body()}},
};

template <typename Rules>
const typename Rules::value_type* find_named(const Rules& rules, std::string_view name) noexcept {
  for (const auto& rule : rules) {
    if (!rule.name.empty() && rule.name == name) return &rule;
  }
  return nullptr;
}

}  // namespace

const KindRule* find_kind(std::string_view type) noexcept {
  for (const KindRule& rule : kRules) {
    if (rule.type == type) return &rule;
  }
  return nullptr;
}

const ArgumentRule* find_argument(const KindRule& rule, std::string_view name) noexcept {
  return find_named(rule.arguments, name);
}

const SlotRule* find_slot(const KindRule& rule, std::string_view name) noexcept {
  return find_named(rule.slots, name);
}

const SlotRule* content_slot(const KindRule& rule) noexcept {
  for (const SlotRule& slot : rule.slots) {
    if (!slot.name.empty() && slot.content) return &slot;
  }
  return nullptr;
}

}  // namespace rondo::frontends::activities
