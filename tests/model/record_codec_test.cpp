// SPDX-License-Identifier: Apache-2.0
#include "model/record_codec.hpp"

#include "model/byte_stream.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace rondo::model {
namespace {

JobRecord through_the_codec(const JobRecord& job) {
  ByteWriter writer;
  write_record(writer, job);
  ByteReader reader(writer.bytes().data(), writer.shared_values().data());
  JobRecord read;
  read_record(reader, read);
  return read;
}

TEST(RecordCodec, KeepsWhatAJobHas) {
  JobRecord job;
  job.id = {1, 2, 3, 4};
  job.due = Instant(std::chrono::seconds(7));
  job.retries = 0;
  job.error = "no";
  job.priority = -12;
  job.held = job_hold::kJob | job_hold::kDefinition;
  job.lock_owner = "executor";
  job.locked_until = Instant(std::chrono::seconds(9));
  const JobRecord read = through_the_codec(job);
  EXPECT_EQ(read.id, job.id);
  EXPECT_EQ(read.due, job.due);
  EXPECT_EQ(read.retries, 0);
  EXPECT_EQ(read.error, "no");
  EXPECT_EQ(read.priority, -12);
  EXPECT_EQ(read.held, job.held);
  EXPECT_EQ(read.lock_owner, "executor");
  EXPECT_EQ(read.locked_until, job.locked_until);
}

TEST(RecordCodec, AJobThatNobodyRunsHasNoLock) {
  const JobRecord read = through_the_codec({});
  EXPECT_TRUE(read.lock_owner.empty());
  EXPECT_EQ(read.locked_until, Instant{});
  EXPECT_TRUE(read.runnable());
}

}  // namespace
}  // namespace rondo::model
