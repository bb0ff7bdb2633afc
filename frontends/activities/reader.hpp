// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/activities/activity.hpp"
#include "frontends/activities/kinds.hpp"
#include "frontends/activities/markup.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rondo::frontends::activities {

/// Makes a workflow of the markup of a file. Everything that is wrong, or is not understood, is reported at
/// its place; the workflow is of use only when nothing is.
class Reader {
 public:
  explicit Reader(model::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  [[nodiscard]] Workflow run(const MarkupElement& root);

 private:
  void read_root_property(const MarkupElement& property, Workflow& workflow);
  void read_members(const MarkupElement& property, Workflow& workflow);
  void read_exceptions(const MarkupAttribute& attribute, Workflow& workflow);

  std::optional<Activity> activity(const MarkupElement& element);
  std::optional<Activity> custom(const MarkupElement& element);
  void read_custom_attribute(const MarkupAttribute& attribute, Activity& activity);
  void read_custom_child(const MarkupElement& child, Activity& activity);
  void add_native_child(const MarkupElement& child, std::string name, Activity& activity);
  void read_attribute(const MarkupAttribute& attribute, const MarkupElement& element, const KindRule& rule,
                      Activity& activity);
  void read_property(const MarkupElement& property, const KindRule& rule, Activity& activity);
  void read_content(const MarkupElement& child, const KindRule& rule, Activity& activity);
  void read_variables(const MarkupElement& property, Activity& activity);
  void read_slot(const MarkupElement& property, const SlotRule& rule, Activity& activity);
  void add_to_slot(const MarkupElement& child, const SlotRule& rule, Activity& activity);
  void read_delegate(const MarkupElement& element, Slot& slot);
  void read_catch(const MarkupElement& element, Activity& activity);
  void check(const MarkupElement& element, const KindRule& rule, const Activity& activity);

  [[nodiscard]] std::optional<Argument> argument(std::string_view text, std::string_view type,
                                                 model::SourcePosition where);
  [[nodiscard]] std::optional<Argument> element_argument(const MarkupElement& property,
                                                         std::string_view type);
  bool allows_attribute(const MarkupAttribute& attribute);
  void refuse_text(const MarkupElement& element);
  void unknown(model::SourcePosition where, std::string message);

  model::Diagnostics& diagnostics_;
};

}  // namespace rondo::frontends::activities
