// Starts the programs under test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <filesystem>

#include "engine/tensor/npz.h"
#include "tests/engine/import/model_maker.h"

namespace heddle::test {

struct Ended {
  int status = -1;  // negative: killed by a signal, or did not end
  QByteArray out, err;
  // Everything on stdout as one object; an empty one when it is none.
  const QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

// The path of a program that the build made.
QString program(const QString& name);
// heddle with these arguments and a kernel cache that lasts as long as the test program, or
// another.
Ended cli(const QStringList& arguments, const QString& directory = {}, const QString& cache = {});
// Any program; an empty environment when asked.
Ended start(const QString& program, const QStringList& arguments, const QString& directory = {},
            bool hasEmptyEnvironment = false, const QString& cache = {});
QString cacheDirectory();

// A file of samples/digits.
QString digits(const QString& name = "digits.onnx");
// Keys of the object that are missing, joined; empty when all are there.
QString missing(const QJsonObject& object, const QStringList& keys);
std::map<std::string, Tensor> arrays(const QString& npz);
// The largest distance; infinite when types or shapes differ.
double distance(const Tensor& a, const Tensor& b);
QByteArray fileBytes(const QString& file);

}  // namespace heddle::test

// Compares the status and shows what the program said when it differs.
#define EXPECT_STATUS(ended, expected) \
  QVERIFY2(                            \
      (ended).status == (expected),    \
      qPrintable(                      \
          QString("status %1: %2").arg((ended).status).arg(QString((ended).err + (ended).out))))
