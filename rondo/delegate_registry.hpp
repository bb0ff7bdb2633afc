// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/context.hpp"
#include "agenda/host.hpp"
#include "rondo/bean_object.hpp"
#include "rondo/delegate.hpp"
#include "rondo/native_activity.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace rondo {

/// The code that processes run, by name. Thread-safe.
class DelegateRegistry final : public Delegates {
 public:
  using ScriptHandler = std::function<Value(DelegateExecution&)>;
  using UnhandledHandler = std::function<UnhandledAction(const UnhandledException&)>;
  using Fallback = std::function<void(std::string_view, DelegateExecution&)>;

  /// What is registered under one name: one of the three.
  struct Code {
    Delegate delegate;
    AsyncDelegate async;
    Delegate cancel;  ///< Of async; may be empty.
    std::shared_ptr<const NativeActivity> native{};
  };

  void add(std::string name, Delegate delegate) override;
  void add_async(std::string name, AsyncDelegate delegate, Delegate cancel) override;
  void add_native(std::string name, NativeActivity activity) override;
  void add_bean(std::string name, Bean bean) override;
  void add_function(std::string prefix, std::string name, Bean::Method function) override;
  void add_script_language(std::string format, ScriptHandler handler) override;
  void set_fallback(Fallback fallback) override;
  void set_unhandled_handler(UnhandledHandler decides) override;

  /// nullptr when nothing has that name.
  [[nodiscard]] std::shared_ptr<const Code> find(std::string_view name) const;
  [[nodiscard]] std::shared_ptr<BeanObject> bean(std::string_view name) const;
  [[nodiscard]] std::shared_ptr<const Bean::Method> function(std::string_view prefix,
                                                             std::string_view name) const;
  [[nodiscard]] std::shared_ptr<const ScriptHandler> script_language(std::string_view format) const;
  [[nodiscard]] std::shared_ptr<const Fallback> fallback() const;
  [[nodiscard]] std::shared_ptr<const UnhandledHandler> unhandled_handler() const;

  /// Whether something runs in place of scripts: a language's handler, or code of that name for one script.
  [[nodiscard]] bool replaces_scripts() const noexcept {
    return replaces_scripts_.load(std::memory_order_acquire);
  }
  static constexpr std::string_view kScript = "script:";  ///< Before the element's id.

  /// Grows with every registration: what was found complete stays so while it is the same.
  [[nodiscard]] std::uint64_t revision() const noexcept { return revision_.load(std::memory_order_acquire); }

 private:
  template <typename Map, typename Content>
  void put(Map& map, std::string name, Content content);
  template <typename Map>
  [[nodiscard]] auto get(const Map& map, std::string_view name) const -> typename Map::mapped_type;

  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const Code>, std::less<>> codes_;
  std::map<std::string, std::shared_ptr<BeanObject>, std::less<>> beans_;
  std::map<std::string, std::shared_ptr<const Bean::Method>, std::less<>> functions_;
  std::map<std::string, std::shared_ptr<const ScriptHandler>, std::less<>> scripts_;
  std::shared_ptr<const Fallback> fallback_;
  std::shared_ptr<const UnhandledHandler> unhandled_handler_;
  std::atomic<std::uint64_t> revision_{1};
  std::atomic<bool> replaces_scripts_{false};
};

}  // namespace rondo
