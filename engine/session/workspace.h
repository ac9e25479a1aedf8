// What is kept between sessions, in one SQLite file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/support/result.h"

namespace heddle::session {

// Write-ahead log with synchronous FULL: what a call returned from is on disk. A database that cannot be opened or
// is damaged is left untouched, an error says so, and the session goes on without one.
class Workspace {
 public:
  // Errors: "workspace.open", "workspace.newer" for a file of a later version.
  static Result<Workspace> open(const std::string& file);
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  Status noteModel(const std::string& hash, const std::string& file);
  // Newest first.
  std::vector<std::string> recentFiles(int limit) const;

  struct Override {
    std::string producer, consumer;
    bool force = false;
  };
  std::vector<Override> overrides(const std::string& modelHash) const;
  // Replaces all of the model's overrides in one transaction.
  Status setOverrides(const std::string& modelHash, const std::vector<Override>& overrides);

  // Of the schedules of one program (build::programHash) in a model; "" for no model.
  struct ScheduleRow {
    int id = 0, parent = -1;
    std::string steps, name, result;  // result: JSON, empty when not measured
  };
  std::vector<ScheduleRow> scheduleStates(const std::string& modelHash,
                                          const std::string& program) const;
  // `current` is the one that the user looks at.
  int scheduleCursor(const std::string& modelHash, const std::string& program) const;
  enum class Others { keep, remove };
  Status setSchedules(const std::string& modelHash, const std::string& program,
                      const std::vector<ScheduleRow>& rows, int current, Others others);
  // Traces that the model is built with, by program.
  std::map<std::string, std::string> scheduleChoices(const std::string& modelHash) const;
  Status setScheduleChoices(const std::string& modelHash,
                            const std::map<std::string, std::string>& choices);

  Status remember(const std::string& modelHash, const std::string& key, const std::string& value);
  std::string recall(const std::string& modelHash, const std::string& key) const;

  // A run, profile or comparison with the machine's description and the options it was made with, as JSON.
  Status addRecord(const std::string& modelHash, const std::string& kind, const std::string& json);
  std::vector<std::string> records(const std::string& modelHash, const std::string& kind,
                                   int limit) const;

 private:
  struct Connection;
  // All of the writes, or none.
  Status transaction(const std::function<bool()>& writes);
  explicit Workspace(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> m_connection;
};

}  // namespace heddle::session
