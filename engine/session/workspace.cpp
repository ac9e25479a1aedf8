// SPDX-License-Identifier: Apache-2.0
#include "engine/session/workspace.h"

#include <sqlite3.h>

#include <filesystem>

namespace heddle::session {
namespace {

constexpr int kSchemaVersion = 2;
constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS models(hash TEXT PRIMARY KEY, file TEXT NOT NULL, opened INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS overrides(hash TEXT NOT NULL, producer TEXT NOT NULL, consumer TEXT NOT NULL,
  force INTEGER NOT NULL, PRIMARY KEY(hash, producer, consumer)) STRICT;
CREATE TABLE IF NOT EXISTS memory(hash TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(hash, key)) STRICT;
CREATE TABLE IF NOT EXISTS records(id INTEGER PRIMARY KEY, hash TEXT NOT NULL, kind TEXT NOT NULL,
  made INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS records_by_model ON records(hash, kind, id);
CREATE TABLE IF NOT EXISTS schedule_states(hash TEXT NOT NULL, program TEXT NOT NULL, id INTEGER NOT NULL,
  parent INTEGER NOT NULL, steps TEXT NOT NULL, name TEXT NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY(hash, program, id)) STRICT;
CREATE TABLE IF NOT EXISTS schedule_cursors(hash TEXT NOT NULL, program TEXT NOT NULL, current INTEGER NOT NULL,
  PRIMARY KEY(hash, program)) STRICT;
CREATE TABLE IF NOT EXISTS schedule_choices(hash TEXT NOT NULL, program TEXT NOT NULL, trace TEXT NOT NULL,
  PRIMARY KEY(hash, program)) STRICT;
PRAGMA user_version = 2;
)";

}  // namespace

struct Workspace::Connection {
  sqlite3* db = nullptr;
  ~Connection() { sqlite3_close(db); }

  Diagnostic error(const char* code) const {
    return {code, "the workspace cannot be used: {0}", {{"value", 0, sqlite3_errmsg(db)}}};
  }

  Status run(const char* sql) const {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      return error("workspace.write");
    return {};
  }
};

namespace {

// A prepared statement with its parameters bound in order.
class Statement {
 public:
  Statement(sqlite3* db, const char* sql) {
    if (sqlite3_prepare_v2(db, sql, -1, &m_statement, nullptr) != SQLITE_OK) m_statement = nullptr;
  }
  ~Statement() { sqlite3_finalize(m_statement); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(const std::string& text) {
    sqlite3_bind_text(m_statement, ++m_bound, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(int64_t value) {
    sqlite3_bind_int64(m_statement, ++m_bound, value);
    return *this;
  }
  bool nextRow() { return m_statement && sqlite3_step(m_statement) == SQLITE_ROW; }
  bool execute() { return m_statement && sqlite3_step(m_statement) == SQLITE_DONE; }
  std::string text(int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    return bytes ? std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(m_statement, column)))
                 : std::string();
  }
  int64_t integer(int column) { return sqlite3_column_int64(m_statement, column); }

 private:
  sqlite3_stmt* m_statement = nullptr;
  int m_bound = 0;
};

}  // namespace

Workspace::Workspace(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection)) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Result<Workspace> Workspace::open(const std::string& file) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  auto connection = std::make_unique<Connection>();
  const auto failed = [&](const char* code) {
    Diagnostic error = connection->error(code);
    error.where = file;
    return error;
  };
  if (sqlite3_open(file.c_str(), &connection->db) != SQLITE_OK) return failed("workspace.open");
  sqlite3_busy_timeout(connection->db, 2000);
  {
    Statement version(connection->db, "PRAGMA user_version");
    if (!version.nextRow()) return failed("workspace.open");
    if (version.integer(0) > kSchemaVersion)
      return Diagnostic{"workspace.newer", "the workspace was written by a newer Heddle", {}, file,
                        "use that version, or name another file"};
  }
  if (connection->run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
          .isError() ||
      connection->run(kSchema).isError())
    return failed("workspace.open");
  return Workspace(std::move(connection));
}

Status Workspace::noteModel(const std::string& hash, const std::string& file) {
  // A counter, not the time: clocks go backwards.
  Statement counted(m_connection->db,
                    "INSERT INTO models VALUES(?1, ?2, (SELECT COALESCE(MAX(opened),0)+1 FROM models)) "
                    "ON CONFLICT(hash) DO UPDATE SET file=excluded.file, opened=excluded.opened");
  if (counted.bind(hash).bind(file).execute()) return {};
  return m_connection->error("workspace.write");
}

std::vector<std::string> Workspace::recentFiles(int limit) const {
  Statement s(m_connection->db, "SELECT file FROM models ORDER BY opened DESC LIMIT ?1");
  s.bind(int64_t{limit});
  std::vector<std::string> files;
  while (s.nextRow()) files.push_back(s.text(0));
  return files;
}

std::vector<Workspace::Override> Workspace::overrides(const std::string& modelHash) const {
  Statement s(m_connection->db,
              "SELECT producer, consumer, force FROM overrides WHERE hash=?1 ORDER BY rowid");
  s.bind(modelHash);
  std::vector<Override> out;
  while (s.nextRow()) out.push_back({s.text(0), s.text(1), s.integer(2) != 0});
  return out;
}

Status Workspace::transaction(const std::function<bool()>& writes) {
  HEDDLE_CHECK(m_connection->run("BEGIN IMMEDIATE"));
  if (writes()) return m_connection->run("COMMIT");
  const Diagnostic error = m_connection->error("workspace.write");
  const Status rolledBack = m_connection->run("ROLLBACK");
  (void)rolledBack;
  return error;
}

Status Workspace::setOverrides(const std::string& modelHash,
                               const std::vector<Override>& overrides) {
  return transaction([&] {
  bool good = Statement(m_connection->db, "DELETE FROM overrides WHERE hash=?1").bind(modelHash).execute();
  for (const Override& o : overrides)
    good = good && Statement(m_connection->db, "INSERT OR REPLACE INTO overrides VALUES(?1,?2,?3,?4)")
                       .bind(modelHash)
                       .bind(o.producer)
                       .bind(o.consumer)
                       .bind(int64_t{o.force})
                       .execute();
  return good;
  });
}

std::vector<Workspace::ScheduleRow> Workspace::scheduleStates(const std::string& modelHash,
                                                              const std::string& program) const {
  Statement s(m_connection->db,
              "SELECT id, parent, steps, name, result FROM schedule_states WHERE hash=?1 AND program=?2 "
              "ORDER BY id");
  s.bind(modelHash).bind(program);
  std::vector<ScheduleRow> out;
  while (s.nextRow())
    out.push_back({static_cast<int>(s.integer(0)), static_cast<int>(s.integer(1)), s.text(2), s.text(3),
                   s.text(4)});
  return out;
}

int Workspace::scheduleCursor(const std::string& modelHash, const std::string& program) const {
  Statement s(m_connection->db, "SELECT current FROM schedule_cursors WHERE hash=?1 AND program=?2");
  s.bind(modelHash).bind(program);
  return s.nextRow() ? static_cast<int>(s.integer(0)) : 0;
}

Status Workspace::setSchedules(const std::string& modelHash, const std::string& program,
                               const std::vector<ScheduleRow>& rows, int current, Others others) {
  return transaction([&] {
    bool good = Statement(m_connection->db, "INSERT OR REPLACE INTO schedule_cursors VALUES(?1,?2,?3)")
                    .bind(modelHash)
                    .bind(program)
                    .bind(int64_t{current})
                    .execute();
    if (others == Others::remove)
      good = good && Statement(m_connection->db, "DELETE FROM schedule_states WHERE hash=?1 AND program=?2")
                         .bind(modelHash)
                         .bind(program)
                         .execute();
    for (const ScheduleRow& row : rows)
      good = good && Statement(m_connection->db,
                               "INSERT OR REPLACE INTO schedule_states VALUES(?1,?2,?3,?4,?5,?6,?7)")
                         .bind(modelHash)
                         .bind(program)
                         .bind(int64_t{row.id})
                         .bind(int64_t{row.parent})
                         .bind(row.steps)
                         .bind(row.name)
                         .bind(row.result)
                         .execute();
    return good;
  });
}

std::map<std::string, std::string> Workspace::scheduleChoices(const std::string& modelHash) const {
  Statement s(m_connection->db, "SELECT program, trace FROM schedule_choices WHERE hash=?1");
  s.bind(modelHash);
  std::map<std::string, std::string> out;
  while (s.nextRow()) out.emplace(s.text(0), s.text(1));
  return out;
}

Status Workspace::setScheduleChoices(const std::string& modelHash,
                                     const std::map<std::string, std::string>& choices) {
  return transaction([&] {
    bool good =
        Statement(m_connection->db, "DELETE FROM schedule_choices WHERE hash=?1").bind(modelHash).execute();
    for (const auto& [program, trace] : choices)
      good = good && Statement(m_connection->db, "INSERT INTO schedule_choices VALUES(?1,?2,?3)")
                         .bind(modelHash)
                         .bind(program)
                         .bind(trace)
                         .execute();
    return good;
  });
}

Status Workspace::remember(const std::string& modelHash, const std::string& key,
                           const std::string& value) {
  if (Statement(m_connection->db, "INSERT OR REPLACE INTO memory VALUES(?1,?2,?3)")
          .bind(modelHash)
          .bind(key)
          .bind(value)
          .execute())
    return {};
  return m_connection->error("workspace.write");
}

std::string Workspace::recall(const std::string& modelHash, const std::string& key) const {
  Statement s(m_connection->db, "SELECT value FROM memory WHERE hash=?1 AND key=?2");
  s.bind(modelHash).bind(key);
  return s.nextRow() ? s.text(0) : std::string();
}

Status Workspace::addRecord(const std::string& modelHash, const std::string& kind,
                            const std::string& json) {
  if (Statement(m_connection->db,
                "INSERT INTO records(hash, kind, made, json) VALUES(?1,?2,strftime('%s','now')+0,?3)")
          .bind(modelHash)
          .bind(kind)
          .bind(json)
          .execute())
    return {};
  return m_connection->error("workspace.write");
}

std::vector<std::string> Workspace::records(const std::string& modelHash, const std::string& kind,
                                            int limit) const {
  Statement s(m_connection->db,
              "SELECT json FROM records WHERE hash=?1 AND kind=?2 ORDER BY id DESC LIMIT ?3");
  s.bind(modelHash).bind(kind).bind(int64_t{limit});
  std::vector<std::string> out;
  while (s.nextRow()) out.push_back(s.text(0));
  return out;
}

}  // namespace heddle::session
