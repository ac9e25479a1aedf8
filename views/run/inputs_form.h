// The left side of Run: where each input comes from, and how an image becomes a tensor.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTreeWidget;
class QVBoxLayout;

namespace heddle::views {

class TensorImage;

class InputsForm final : public QWidget {
  Q_OBJECT
 public:
  using Tensors = std::map<std::string, Tensor>;
  explicit InputsForm(WorkbenchContext& context, QWidget* parent = nullptr);

  // An image or an array goes to the selected input, an archive to the inputs it names.
  void loadFile(const QString& file);
  void setPreset(const QString& name);
  // Makes all inputs; to be called on the engine thread. A value of the wrong type is refused.
  std::function<Result<Tensors>(SessionApi&)> maker() const;
  // The same for the command line.
  QStringList arguments() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Given {
    Tensor tensor;
    QString file;
    bool isImage = false;
  };
  void build();
  QWidget* buildFiles();
  void chooseFile();
  void loadArchive(const QString& file);
  void loadArray(const QString& file);
  void loadImage(const QString& file, const std::string& input);
  void take(const std::string& input, Given given);
  void forgetFiles();
  void onModel();
  void showChain();
  void onPreset();
  void refresh();
  void showPicture();
  std::string selectedInput() const;

  WorkbenchContext& m_context;
  std::map<std::string, Given> m_given;
  std::vector<session::Preset> m_presets;
  QTreeWidget* m_inputs;
  QComboBox *m_fill, *m_preset;
  QSpinBox* m_seed;
  QLabel* m_chain;
  TensorImage* m_picture;
  QPushButton *m_load, *m_forget;
};

// The steps of a preset in words: "shorter side cropped to 88 %, RGB, × 0.00392, − mean, ÷ deviation".
QString presetChain(const session::Preset& preset);

}  // namespace heddle::views
