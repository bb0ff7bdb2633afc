// SPDX-License-Identifier: Apache-2.0
#include "rondo/delegate_registry.hpp"

#include <mutex>
#include <utility>

namespace rondo {

template <typename Map, typename Content>
void DelegateRegistry::put(Map& map, std::string name, Content content) {
  const std::unique_lock lock(mutex_);
  const bool of_a_script = name.starts_with(kScript);
  map[std::move(name)] = std::move(content);
  if (of_a_script || !scripts_.empty()) replaces_scripts_.store(true, std::memory_order_release);
  revision_.fetch_add(1, std::memory_order_release);
}

template <typename Map>
auto DelegateRegistry::get(const Map& map, std::string_view name) const -> typename Map::mapped_type {
  const std::shared_lock lock(mutex_);
  const auto found = map.find(name);
  return found == map.end() ? nullptr : found->second;
}

void DelegateRegistry::add(std::string name, Delegate delegate) {
  put(codes_, std::move(name), std::make_shared<const Code>(Code{std::move(delegate), {}, {}}));
}

void DelegateRegistry::add_async(std::string name, AsyncDelegate delegate, Delegate cancel) {
  put(codes_, std::move(name),
      std::make_shared<const Code>(Code{{}, std::move(delegate), std::move(cancel)}));
}

void DelegateRegistry::add_native(std::string name, NativeActivity activity) {
  auto native = std::make_shared<const NativeActivity>(std::move(activity));
  put(codes_, std::move(name), std::make_shared<const Code>(Code{{}, {}, {}, std::move(native)}));
}

void DelegateRegistry::add_bean(std::string name, Bean bean) {
  auto object = std::make_shared<BeanObject>(name, std::move(bean));
  put(beans_, std::move(name), std::move(object));
}

void DelegateRegistry::add_function(std::string prefix, std::string name, Bean::Method function) {
  put(functions_, prefix + ":" + name, std::make_shared<const Bean::Method>(std::move(function)));
}

void DelegateRegistry::add_script_language(std::string format, ScriptHandler handler) {
  put(scripts_, std::move(format), std::make_shared<const ScriptHandler>(std::move(handler)));
}

void DelegateRegistry::set_fallback(Fallback fallback) {
  const std::unique_lock lock(mutex_);
  fallback_ = fallback ? std::make_shared<const Fallback>(std::move(fallback)) : nullptr;
  revision_.fetch_add(1, std::memory_order_release);
}

void DelegateRegistry::set_unhandled_handler(UnhandledHandler decides) {
  const std::unique_lock lock(mutex_);
  unhandled_handler_ = decides ? std::make_shared<const UnhandledHandler>(std::move(decides)) : nullptr;
}

std::shared_ptr<const DelegateRegistry::UnhandledHandler> DelegateRegistry::unhandled_handler() const {
  const std::shared_lock lock(mutex_);
  return unhandled_handler_;
}

std::shared_ptr<const DelegateRegistry::Code> DelegateRegistry::find(std::string_view name) const {
  return get(codes_, name);
}

std::shared_ptr<BeanObject> DelegateRegistry::bean(std::string_view name) const { return get(beans_, name); }

std::shared_ptr<const Bean::Method> DelegateRegistry::function(std::string_view prefix,
                                                               std::string_view name) const {
  return get(functions_, std::string(prefix) + ":" + std::string(name));
}

std::shared_ptr<const DelegateRegistry::ScriptHandler> DelegateRegistry::script_language(
    std::string_view format) const {
  return get(scripts_, format);
}

std::shared_ptr<const DelegateRegistry::Fallback> DelegateRegistry::fallback() const {
  const std::shared_lock lock(mutex_);
  return fallback_;
}

}  // namespace rondo
