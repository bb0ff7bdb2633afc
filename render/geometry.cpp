// SPDX-License-Identifier: Apache-2.0
#include "render/geometry.hpp"

#include <algorithm>

namespace rondo::render {

namespace {

double distance(const Point& from, const Point& to) noexcept {
  return std::hypot(to.first - from.first, to.second - from.second);
}

// Below one inside the outline, one on it.
double relative_distance(const Point& point, const Box& box, Outline outline) noexcept {
  const Point center = center_of(box);
  const double across = std::abs(point.first - center.first) / (box.width / 2);
  const double down = std::abs(point.second - center.second) / (box.height / 2);
  if (outline == Outline::Diamond) return across + down;
  return outline == Outline::Circle ? std::hypot(across, down) : std::max(across, down);
}

}  // namespace

void Extent::add(const Point& point) noexcept { add(Box{point.first, point.second, 0, 0}); }

void Extent::add(const Box& box) noexcept {
  if (!box_) {
    box_ = box;
    return;
  }
  const double right = std::max(right_of(*box_), right_of(box));
  const double bottom = std::max(bottom_of(*box_), bottom_of(box));
  box_->x = std::min(box_->x, box.x);
  box_->y = std::min(box_->y, box.y);
  box_->width = right - box_->x;
  box_->height = bottom - box_->y;
}

Point border_point(const Box& box, Outline outline, const Point& outside) noexcept {
  const Point center = center_of(box);
  const double dx = outside.first - center.first;
  const double dy = outside.second - center.second;
  const double half_width = box.width / 2;
  const double half_height = box.height / 2;
  if ((dx == 0 && dy == 0) || half_width <= 0 || half_height <= 0) return center;
  const double across = std::abs(dx) / half_width;
  const double down = std::abs(dy) / half_height;
  double size = std::max(across, down);
  if (outline == Outline::Diamond) size = across + down;
  if (outline == Outline::Circle) size = std::hypot(across, down);
  return {center.first + dx / size, center.second + dy / size};
}

void clip_start(Line& line, const Box& box, Outline outline) {
  constexpr double kTouching = 0.97;
  constexpr int kHalvings = 20;
  if (line.size() < 2 || box.width <= 0 || box.height <= 0) return;
  const auto inside = [&](const Point& point) { return relative_distance(point, box, outline) < kTouching; };
  std::size_t out = 0;
  while (out < line.size() && inside(line[out])) ++out;
  if (out == 0 || out == line.size()) return;
  Point from = line[out - 1];
  Point to = line[out];
  for (int i = 0; i < kHalvings; ++i) {
    const Point middle{(from.first + to.first) / 2, (from.second + to.second) / 2};
    (relative_distance(middle, box, outline) < 1 ? from : to) = middle;
  }
  line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(out - 1));
  line.front() = to;
}

void extend(Line& line, const Point& point) {
  if (line.size() > 1) {
    const Point& before = line[line.size() - 2];
    const Point& last = line.back();
    const bool across = before.second == last.second && last.second == point.second;
    const bool down = before.first == last.first && last.first == point.first;
    if (across || down) line.pop_back();
  }
  line.push_back(point);
}

Middle middle_of(const Line& line) noexcept {
  if (line.empty()) return {};
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i) length += distance(line[i - 1], line[i]);
  double left = length / 2;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point& from = line[i - 1];
    const Point& to = line[i];
    const double part = distance(from, to);
    if (part > 0 && left <= part) {
      const double share = left / part;
      return {{from.first + (to.first - from.first) * share, from.second + (to.second - from.second) * share},
              std::abs(to.first - from.first) >= std::abs(to.second - from.second)};
    }
    left -= part;
  }
  return {line.front(), true};
}

}  // namespace rondo::render
