// SPDX-License-Identifier: Apache-2.0
#include "tests/persistence/fault_vfs.hpp"

#include <sqlite3.h>

#include <cstring>
#include <memory>

namespace rondo::persistence {

namespace {

// Behind this, in the same memory, lies the file of the layer below.
struct File {
  sqlite3_file base;
  sqlite3_file* below() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& of(sqlite3_file* file) noexcept { return *reinterpret_cast<File*>(file); }
const sqlite3_io_methods& methods(sqlite3_file* file) noexcept { return *of(file).below()->pMethods; }

int close_file(sqlite3_file* file) { return methods(file).xClose(of(file).below()); }
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  return methods(file).xRead(of(file).below(), to, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  if (FaultVfs::fails(FaultVfs::Fault::DiskFull)) return SQLITE_FULL;
  if (FaultVfs::fails(FaultVfs::Fault::TornWrite)) {
    (void)methods(file).xWrite(of(file).below(), from, size / 2, at);
    return SQLITE_IOERR_WRITE;
  }
  return methods(file).xWrite(of(file).below(), from, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return methods(file).xTruncate(of(file).below(), size);
}
int sync_file(sqlite3_file* file, int flags) {
  if (FaultVfs::fails(FaultVfs::Fault::FailedSync)) return SQLITE_IOERR_FSYNC;
  return methods(file).xSync(of(file).below(), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return methods(file).xFileSize(of(file).below(), size);
}
int lock_file(sqlite3_file* file, int level) { return methods(file).xLock(of(file).below(), level); }
int unlock_file(sqlite3_file* file, int level) { return methods(file).xUnlock(of(file).below(), level); }
int check_lock(sqlite3_file* file, int* result) {
  return methods(file).xCheckReservedLock(of(file).below(), result);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  return methods(file).xFileControl(of(file).below(), operation, argument);
}
int sector_size(sqlite3_file* file) { return methods(file).xSectorSize(of(file).below()); }
int characteristics(sqlite3_file* file) { return methods(file).xDeviceCharacteristics(of(file).below()); }
int map_memory(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  return methods(file).xShmMap(of(file).below(), page, size, extend, to);
}
int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
  return methods(file).xShmLock(of(file).below(), offset, count, flags);
}
void memory_barrier(sqlite3_file* file) { methods(file).xShmBarrier(of(file).below()); }
int unmap_memory(sqlite3_file* file, int remove) { return methods(file).xShmUnmap(of(file).below(), remove); }

const sqlite3_io_methods kMethods{
    2,           close_file,     read_file,    write_file,   truncate_file, sync_file,       file_size,
    lock_file,   unlock_file,    check_lock,   control_file, sector_size,   characteristics, map_memory,
    lock_memory, memory_barrier, unmap_memory, nullptr,      nullptr};

sqlite3_vfs* below(sqlite3_vfs* vfs) noexcept { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open_faulty(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  std::memset(file, 0, sizeof(File));
  const int result = below(vfs)->xOpen(below(vfs), name, of(file).below(), flags, out_flags);
  if (of(file).below()->pMethods != nullptr) file->pMethods = &kMethods;
  return result;
}

}  // namespace

const std::string& FaultVfs::name() {
  static const std::string name = "rondo-faults";
  static const std::unique_ptr<sqlite3_vfs> registered = [] {
    sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
    auto vfs = std::make_unique<sqlite3_vfs>(*usual);
    vfs->zName = name.c_str();
    vfs->pAppData = usual;
    vfs->szOsFile = static_cast<int>(sizeof(File)) + usual->szOsFile;
    vfs->xOpen = open_faulty;
    sqlite3_vfs_register(vfs.get(), 0);
    return vfs;
  }();
  return name;
}

void FaultVfs::set(Fault fault, int after) {
  left_ = after;
  failures_ = 0;
  fault_ = fault;
}

bool FaultVfs::fails(Fault fault) noexcept {
  if (fault_ != fault || left_.fetch_sub(1) > 0) return false;
  ++failures_;
  return true;
}

}  // namespace rondo::persistence
