// SPDX-License-Identifier: Apache-2.0
#include "persistence/change_counter.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

namespace rondo::persistence {

ChangeCounter::ChangeCounter(const std::string& path) : path_(path + "-changes") {
  while (!open()) {
  }
  map();
  // Whoever used the file before may have ended without a last word.
  changing();
}

// False when the file was removed between being opened and being locked: then there is another one.
bool ChangeCounter::open() {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) return true;
  struct stat opened {};
  struct stat named {};
  const bool is_same = ::flock(file_, LOCK_SH) == 0 && ::fstat(file_, &opened) == 0 &&
                       ::stat(path_.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
                       opened.st_dev == named.st_dev;
  if (is_same) return true;
  ::close(file_);
  return false;
}

void ChangeCounter::map() {
  if (file_ < 0 || ::ftruncate(file_, sizeof(Shared)) != 0) return;
  void* memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (memory != MAP_FAILED) shared_ = static_cast<Shared*>(memory);
}

ChangeCounter::~ChangeCounter() {
  if (shared_ != nullptr) ::munmap(shared_, sizeof(Shared));
  if (file_ < 0) return;
  // Nobody else has it: whoever opens it now waits for the lock, and then finds that it is gone.
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) ::unlink(path_.c_str());
  ::close(file_);
}

void ChangeCounter::changing() noexcept {
  if (shared_ == nullptr) return;
  begun_.fetch_add(1);
  shared_->fetch_add(1);
  done_.fetch_add(1);
}

std::uint64_t ChangeCounter::by_others() const noexcept {
  if (shared_ == nullptr) return found_.fetch_add(1);
  for (;;) {
    // Both grow, so that one sum never stands for different numbers.
    const std::uint64_t done = done_.load();
    const std::uint64_t others = shared_->load() - done + found_.load();
    if (begun_.load() == done) return others;
    std::this_thread::yield();  // the number is just being raised
  }
}

}  // namespace rondo::persistence
