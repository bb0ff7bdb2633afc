// SPDX-License-Identifier: Apache-2.0
#include "rondo/activities.hpp"

#include "model/xml_text.hpp"
#include "rondo/engine.hpp"

#include <fmt/format.h>

#include <string_view>

namespace rondo::activities {

namespace {

// A text as the value of an attribute.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const std::string_view entity = model::attribute_entity(static_cast<unsigned char>(c));
    if (entity.empty()) {
      result += c;
    } else {
      result += entity;
    }
  }
  return result;
}

// A text as an expression: any text will do, whatever it begins with.
std::string text_expression(std::string_view text) {
  std::string result = "[\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"]";
}

}  // namespace

/// An element of XAML: attributes, children in the element itself, and such in property elements.
struct Activity::Node {
  struct Attribute {
    std::string name, value;
  };
  struct Property {
    std::string name;  ///< Without the owner's; empty: content.
    std::string before, behind;
    Activity content;
  };
  std::string element;
  std::vector<Attribute> attributes;
  std::vector<Variable> variables;
  std::vector<Property> properties;
  std::string code;
  Delegate run, cancel;
  AsyncDelegate begin;
  std::shared_ptr<const NativeActivity> native;
};

namespace {

using Node = Activity::Node;

class NodeBuilder {
 public:
  explicit NodeBuilder(std::string element) { node_.element = std::move(element); }

  NodeBuilder& attribute(std::string name, const Input& value) {
    if (value.given()) node_.attributes.push_back({std::move(name), value.markup()});
    return *this;
  }
  NodeBuilder& name(std::string attribute_name, const std::string& variable) {
    if (!variable.empty()) node_.attributes.push_back({std::move(attribute_name), "[" + variable + "]"});
    return *this;
  }
  NodeBuilder& plain(std::string name, std::string value) {
    node_.attributes.push_back({std::move(name), std::move(value)});
    return *this;
  }
  NodeBuilder& content(Activity activity, std::string before = {}, std::string behind = {}) {
    return property({}, std::move(activity), std::move(before), std::move(behind));
  }
  NodeBuilder& property(std::string name, Activity activity, std::string before = {},
                        std::string behind = {}) {
    if (activity || !before.empty()) {
      node_.properties.push_back(
          {std::move(name), std::move(before), std::move(behind), std::move(activity)});
    }
    return *this;
  }
  Node& node() noexcept { return node_; }
  Activity build() { return Activity(std::make_shared<const Node>(std::move(node_))); }

 private:
  Node node_;
};

std::string action_begin(const std::string& type, const std::string& variable) {
  std::string text = fmt::format("<ActivityAction x:TypeArguments=\"{}\">", type);
  if (variable.empty()) return text;
  return text + fmt::format(
                    "<ActivityAction.Argument><DelegateInArgument x:TypeArguments=\"{}\" x:Name=\"{}\"/>"
                    "</ActivityAction.Argument>",
                    type, escaped(variable));
}
constexpr const char* kActionEnd = "</ActivityAction>";

Activity each(const char* element, const Input& values, const std::string& item, Activity body,
              const Input& until) {
  NodeBuilder builder(element);
  builder.plain("x:TypeArguments", "x:Object")
      .attribute("Values", values)
      .attribute("CompletionCondition", until);
  builder.content(std::move(body), action_begin("x:Object", item), kActionEnd);
  return builder.build();
}

Activity custom(std::string name, const std::map<std::string, Input>& arguments, Delegate run,
                AsyncDelegate begin, Delegate cancel) {
  NodeBuilder builder("c:" + name);
  for (const auto& [argument, value] : arguments) builder.attribute(argument, value);
  builder.node().code = std::move(name);
  builder.node().run = std::move(run);
  builder.node().begin = std::move(begin);
  builder.node().cancel = std::move(cancel);
  return builder.build();
}

std::string type_markup(const std::string& type) {
  return type.find(':') == std::string::npos ? "x:" + type : type;
}

// Writes XAML, an element a line.
class Writer {
 public:
  void write(const Activity& activity, std::size_t depth) {
    const Node& node = activity.node();
    line(depth, fmt::format("<{}", node.element));
    text_.pop_back();
    for (const Node::Attribute& attribute : node.attributes) {
      text_ += fmt::format(" {}=\"{}\"", attribute.name, escaped(attribute.value));
    }
    if (node.variables.empty() && node.properties.empty()) {
      text_ += "/>\n";
      return;
    }
    text_ += ">\n";
    write_variables(node, depth + 1);
    for (const Node::Property& property : node.properties) write_property(node, property, depth + 1);
    line(depth, fmt::format("</{}>", node.element));
  }

  void line(std::size_t depth, std::string_view text) {
    text_.append(depth * 2, ' ');
    text_ += text;
    text_ += '\n';
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void write_variables(const Node& node, std::size_t depth) {
    if (node.variables.empty()) return;
    line(depth, fmt::format("<{}.Variables>", node.element));
    for (const Variable& variable : node.variables) {
      std::string text = fmt::format("<Variable x:TypeArguments=\"{}\" Name=\"{}\"",
                                     escaped(type_markup(variable.type)), escaped(variable.name));
      if (variable.initial.given())
        text += fmt::format(" Default=\"{}\"", escaped(variable.initial.markup()));
      line(depth + 1, text + "/>");
    }
    line(depth, fmt::format("</{}.Variables>", node.element));
  }

  void write_property(const Node& node, const Node::Property& property, std::size_t depth) {
    if (!property.name.empty()) line(depth, fmt::format("<{}.{}>", node.element, property.name));
    if (!property.before.empty()) line(depth + 1, property.before);
    if (property.content) write(property.content, depth + 1);
    if (!property.behind.empty()) line(depth + 1, property.behind);
    if (!property.name.empty()) line(depth, fmt::format("</{}.{}>", node.element, property.name));
  }

  std::string text_;
};

void visit(const Activity& activity, const std::function<void(const Node&)>& look) {
  if (!activity) return;
  look(activity.node());
  for (const Node::Property& property : activity.node().properties) visit(property.content, look);
}

}  // namespace

// --- values

Input::Input(const char* text) : Input(std::string(text)) {}
Input::Input(const std::string& text) : markup_(text_expression(text)), given_(true) {}
Input::Input(int number) : markup_(fmt::format("[{}]", number)), given_(true) {}
Input::Input(bool boolean) : markup_(boolean ? "[True]" : "[False]"), given_(true) {}

Input expression(const std::string& text) {
  Input input;
  input.markup_ = "[" + text + "]";
  input.given_ = true;
  return input;
}

Activity Activity::named(std::string name) const {
  Node copy = *node_;
  copy.attributes.push_back({"DisplayName", std::move(name)});
  return Activity(std::make_shared<const Node>(std::move(copy)));
}

Activity Activity::with(Variable variable) const {
  Node copy = *node_;
  copy.variables.push_back(std::move(variable));
  return Activity(std::make_shared<const Node>(std::move(copy)));
}

// --- composites

Activity sequence(Activities activities) {
  NodeBuilder builder("Sequence");
  for (Activity& activity : activities) builder.content(std::move(activity));
  return builder.build();
}

Activity parallel(Activities branches, const Input& until) {
  NodeBuilder builder("Parallel");
  builder.attribute("CompletionCondition", until);
  for (Activity& branch : branches) builder.content(std::move(branch));
  return builder.build();
}

Activity parallel_for_each(const Input& values, const std::string& item, Activity body, const Input& until) {
  return each("ParallelForEach", values, item, std::move(body), until);
}

Activity for_each(const Input& values, const std::string& item, Activity body) {
  return each("ForEach", values, item, std::move(body), {});
}

Activity pick(std::vector<PickBranch> branches) {
  NodeBuilder builder("Pick");
  for (PickBranch& branch : branches) {
    NodeBuilder one("PickBranch");
    one.property("Trigger", std::move(branch.trigger)).content(std::move(branch.action));
    builder.content(one.build());
  }
  return builder.build();
}

Activity if_else(const Input& condition, Activity then, Activity otherwise) {
  NodeBuilder builder("If");
  builder.attribute("Condition", condition);
  return builder.property("Then", std::move(then)).property("Else", std::move(otherwise)).build();
}

Activity while_do(const Input& condition, Activity body) {
  return NodeBuilder("While").attribute("Condition", condition).content(std::move(body)).build();
}

Activity do_while(const Input& condition, Activity body) {
  return NodeBuilder("DoWhile").attribute("Condition", condition).content(std::move(body)).build();
}

Activity switch_on(const Input& expression, const std::string& type,
                   const std::vector<std::pair<std::string, Activity>>& cases, Activity otherwise) {
  NodeBuilder builder("Switch");
  builder.plain("x:TypeArguments", type_markup(type)).attribute("Expression", expression);
  builder.property("Default", std::move(otherwise));
  for (const auto& [key, activity] : cases) {
    Node keyed = activity.node();
    keyed.attributes.push_back({"x:Key", key});
    builder.content(Activity(std::make_shared<const Node>(std::move(keyed))));
  }
  return builder.build();
}

// --- leaves

Activity delay(std::chrono::milliseconds duration) {
  return delay(expression(fmt::format("TimeSpan.FromMilliseconds({})", duration.count())));
}

Activity delay(const Input& duration) { return NodeBuilder("Delay").attribute("Duration", duration).build(); }

Activity assign(const std::string& variable, const Input& value) {
  return NodeBuilder("Assign").name("To", variable).attribute("Value", value).build();
}

Activity write_line(const Input& text) { return NodeBuilder("WriteLine").attribute("Text", text).build(); }

Activity persist() { return NodeBuilder("Persist").build(); }

Activity throw_exception(const std::string& type, const Input& message) {
  std::string inside =
      message.given() ? message.markup().substr(1, message.markup().size() - 2) : std::string();
  return NodeBuilder("Throw").plain("Exception", fmt::format("[New {}({})]", type, inside)).build();
}

Activity rethrow() { return NodeBuilder("Rethrow").build(); }

Activity terminate_workflow(const Input& reason) {
  return NodeBuilder("TerminateWorkflow").attribute("Reason", reason).build();
}

// --- cancellation, exceptions, compensation

Activity try_catch(Activity tried, std::vector<Catch> catches, Activity last) {
  NodeBuilder builder("TryCatch");
  builder.property("Try", std::move(tried));
  for (Catch& one : catches) {
    const std::string type = "c:" + one.type;
    builder.property("Catches", std::move(one.action),
                     fmt::format("<Catch x:TypeArguments=\"{}\">{}", escaped(type),
                                 action_begin(escaped(type), one.variable)),
                     fmt::format("{}</Catch>", kActionEnd));
  }
  return builder.property("Finally", std::move(last)).build();
}

Activity cancellation_scope(Activity body, Activity cancellation_handler) {
  NodeBuilder builder("CancellationScope");
  return builder.content(std::move(body))
      .property("CancellationHandler", std::move(cancellation_handler))
      .build();
}

Activity transaction_scope(Activity body) {
  return NodeBuilder("TransactionScope").content(std::move(body)).build();
}

Activity compensable(Compensable work) {
  NodeBuilder builder("CompensableActivity");
  builder.name("Result", work.result).content(std::move(work.body));
  builder.property("CancellationHandler", std::move(work.cancellation_handler));
  builder.property("CompensationHandler", std::move(work.compensation_handler));
  return builder.property("ConfirmationHandler", std::move(work.confirmation_handler)).build();
}

Activity compensate(const std::string& token) {
  return NodeBuilder("Compensate").name("Target", token).build();
}

Activity confirm(const std::string& token) { return NodeBuilder("Confirm").name("Target", token).build(); }

// --- code

Activity code(std::string name, const std::map<std::string, Input>& arguments) {
  return custom(std::move(name), arguments, {}, {}, {});
}

Activity code(std::string name, Delegate run, const std::map<std::string, Input>& arguments) {
  return custom(std::move(name), arguments, std::move(run), {}, {});
}

Activity async_code(std::string name, AsyncDelegate begin, Delegate cancel,
                    const std::map<std::string, Input>& arguments) {
  return custom(std::move(name), arguments, {}, std::move(begin), std::move(cancel));
}

Activity native(std::string name, NativeParts parts) {
  NodeBuilder builder("c:" + name);
  for (const auto& [argument, value] : parts.arguments) builder.attribute(argument, value);
  std::string bookmarks;
  for (const std::string& bookmark : parts.bookmarks) bookmarks += (bookmarks.empty() ? "" : ", ") + bookmark;
  builder.plain("Bookmarks", bookmarks);
  for (NativeChild& child : parts.children) {
    builder.property(child.name, std::move(child.activity), action_begin("x:Object", child.argument),
                     kActionEnd);
  }
  builder.node().code = std::move(name);
  return builder.build();
}

Activity native(std::string name, NativeActivity code, NativeParts parts) {
  Node node = native(std::move(name), std::move(parts)).node();
  node.native = std::make_shared<const NativeActivity>(std::move(code));
  return Activity(std::make_shared<const Node>(std::move(node)));
}

// --- workflows

std::string to_xaml(const Workflow& workflow) {
  Writer writer;
  std::string exceptions;
  for (const auto& [type, base] : workflow.exceptions) {
    exceptions += fmt::format("{}{} : {}", exceptions.empty() ? "" : "; ", type, base);
  }
  writer.line(0, "<Activity xmlns=\"http://schemas.microsoft.com/netfx/2009/xaml/activities\"");
  writer.line(4, "xmlns:x=\"http://schemas.microsoft.com/winfx/2006/xaml\" xmlns:c=\"clr-namespace:Code\"");
  writer.line(
      4, fmt::format("x:Class=\"{}\" c:Exceptions=\"{}\">", escaped(workflow.name), escaped(exceptions)));
  if (!workflow.inputs.empty()) {
    writer.line(1, "<x:Members>");
    for (const std::string& input : workflow.inputs) {
      writer.line(2, fmt::format("<x:Property Name=\"{}\" Type=\"InArgument(x:Object)\"/>", escaped(input)));
    }
    writer.line(1, "</x:Members>");
  }
  if (workflow.root) writer.write(workflow.root, 1);
  writer.line(0, "</Activity>");
  return writer.take();
}

void register_code(Delegates& delegates, const Workflow& workflow) {
  visit(workflow.root, [&](const Node& node) {
    if (node.run) delegates.add(node.code, node.run);
    if (node.native) delegates.add_native(node.code, *node.native);
    if (node.begin) delegates.add_async(node.code, node.begin, node.cancel);
  });
}

Deployment deploy(Engine& engine, const Workflow& workflow) {
  register_code(engine.delegates(), workflow);
  return engine.repository().deploy({{workflow.name + ".xaml", to_xaml(workflow)}});
}

}  // namespace rondo::activities
