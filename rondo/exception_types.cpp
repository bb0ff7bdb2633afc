// SPDX-License-Identifier: Apache-2.0
#include "rondo/exception_types.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <typeinfo>
#include <vector>

namespace rondo {

namespace {

std::string readable_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> text(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free);
  return status == 0 ? std::string(text.get()) : std::string(type.name());
}

std::string as_in_cpp(std::string_view name) {
  std::string result;
  for (const char c : name) result += c == '.' ? std::string("::") : std::string(1, c);
  return result;
}

#ifdef __GLIBCXX__
// The classes that a class names as its bases; other standard libraries keep them to themselves.
void add_bases(const std::type_info& type, std::vector<const std::type_info*>& bases) {
  if (const auto* single = dynamic_cast<const abi::__si_class_type_info*>(&type)) {
    bases.push_back(single->__base_type);
  } else if (const auto* several = dynamic_cast<const abi::__vmi_class_type_info*>(&type)) {
    for (unsigned i = 0; i < several->__base_count; ++i) bases.push_back(several->__base_info[i].__base_type);
  }
}
#else
void add_bases(const std::type_info&, std::vector<const std::type_info*>&) {}
#endif

}  // namespace

bool is_exception(const std::exception& failure, std::string_view name, bool or_derived) {
  const std::string wanted = as_in_cpp(name);
  std::vector<const std::type_info*> types{&typeid(failure)};
  if (or_derived) {
    for (std::size_t i = 0; i < types.size(); ++i) add_bases(*types[i], types);
  }
  for (const std::type_info* type : types) {
    if (readable_name(*type) == wanted) return true;
  }
  return false;
}

}  // namespace rondo
