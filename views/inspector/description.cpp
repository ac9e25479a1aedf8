// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/description.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "views/common/engine_text.h"
#include "views/common/glyphs.h"
#include "views/common/numbers.h"

namespace heddle::views {
namespace {

QString say(const char* text) { return QCoreApplication::translate("Inspector", text); }
QString str(const std::string& text) { return QString::fromStdString(text); }

class Writer {
 public:
  Writer(const WorkbenchContext& context, Description& out) : m_context(context), m_out(out) {}

  void section(const QString& heading) { m_out.sections.push_back({heading, {}}); }
  void row(const QString& name, const QString& value, const QString& story = {}) {
    if (!value.isEmpty()) m_out.sections.back().rows.push_back({name, value, {}, story});
  }
  void link(const QString& name, const QString& value, const Thing& thing) {
    m_out.sections.back().rows.push_back({name, value, thing, {}});
  }

  void model() {
    const session::Snapshot& s = *m_context.snapshot();
    const session::ModelView& m = *s.model;
    m_out.title = QFileInfo(str(m.file)).fileName();
    m_out.subtitle = str(m.graphName);
    section(say(QT_TRANSLATE_NOOP("Inspector", "Model")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Producer")), str(m.producer));
    QStringList opsets;
    for (const auto& [domain, version] : m.opsets)
      opsets << (domain.empty() ? QStringLiteral("ai.onnx") : str(domain)) +
                    QStringLiteral(" %1").arg(version);
    row(say(QT_TRANSLATE_NOOP("Inspector", "Opsets")), opsets.join(QStringLiteral(", ")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "IR version")), QString::number(m.irVersion));
    row(say(QT_TRANSLATE_NOOP("Inspector", "File")), bytesText(m.fileBytes));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Nodes")), countText(static_cast<int64_t>(m.nodes.size())));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Parameters")), countText(m.parameters));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Weights")), bytesText(m.parameterBytes));
    if (m.flops > 0) row(say(QT_TRANSLATE_NOOP("Inspector", "Work, nominal")), flopsText(m.flops));
    if (s.arenaBytes > 0) row(say(QT_TRANSLATE_NOOP("Inspector", "Arena")), bytesText(s.arenaBytes));
    section(say(QT_TRANSLATE_NOOP("Inspector", "Inputs and outputs")));
    for (const auto& port : m.inputs) row(str(port.name), str(port.type));
    for (const auto& port : m.outputs) row(str(port.name), str(port.type));
    section(say(QT_TRANSLATE_NOOP("Inspector", "Operators")));
    std::vector<std::pair<int64_t, std::string>> counts;
    for (const auto& [op, count] : m.operatorCounts) counts.push_back({-count, op});
    std::sort(counts.begin(), counts.end());
    for (const auto& [count, op] : counts) row(str(op), countText(-count));
  }

  void op(const Thing& thing) {
    const auto& provenance = m_context.provenance();
    const session::GraphNodeView* n = provenance.node(thing.stage, thing.op);
    if (!n) return nothing();
    m_out.title = str(n->op);
    m_out.subtitle = str(n->name);
    section(say(QT_TRANSLATE_NOOP("Inspector", "Facts")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Kind")), nodeClassName(n->nodeClass));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Essentials")), str(n->essentials));
    for (const auto& type : n->outputTypes)
      row(say(QT_TRANSLATE_NOOP("Inspector", "Result")), str(type));
    if (n->flops > 0) row(say(QT_TRANSLATE_NOOP("Inspector", "Work, nominal")), flopsText(n->flops));
    if (n->bytes > 0) row(say(QT_TRANSLATE_NOOP("Inspector", "Data")), bytesText(n->bytes));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Seen in")), stageName(thing.stage));
    const QString fate = str(provenance.fateOf(thing.op, thing.stage));
    if (!fate.isEmpty()) row(say(QT_TRANSLATE_NOOP("Inspector", "Taken away by")), fate);
    if (!n->attributes.empty()) {
      section(say(QT_TRANSLATE_NOOP("Inspector", "Attributes")));
      for (const auto& [key, value] : n->attributes) row(str(key), elidedMiddle(str(value), 200));
    }
    origins(thing);
    for (GroupId group : provenance.groupsOf(thing)) measured(group);
    decisions(thing);
  }

  void group(GroupId id) {
    const session::GroupView* g = m_context.provenance().group(id);
    if (!g) return nothing();
    m_out.title = str(g->name);
    m_out.subtitle = say(QT_TRANSLATE_NOOP("Inspector", "Group #%1")).arg(id.value);
    section(say(QT_TRANSLATE_NOOP("Inspector", "Facts")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Pattern")), nodeClassName(g->pattern));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Result")), str(g->shape));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Work")), flopsText(g->flops));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Data")), bytesText(g->bytes));
    if (m_context.snapshot()->fusion->isPredicted)
      row(say(QT_TRANSLATE_NOOP("Inspector", "Predicted")), durationText(g->predictedMilliseconds));
    measured(id);
    section(say(QT_TRANSLATE_NOOP("Inspector", "Members")));
    const int last = m_context.provenance().stageCount() - 1;
    for (OpId member : g->members)
      if (const auto* n = m_context.provenance().node(last, member))
        link(member == g->anchor ? say(QT_TRANSLATE_NOOP("Inspector", "anchor")) : QString(),
             str(n->op) + QStringLiteral("  ") + elidedMiddle(str(n->name), 40),
             Thing::ofOp(member, last));
    origins(Thing::ofGroup(id));
    decisions(Thing::ofGroup(id));
  }

  void fusionEdge(const Thing& thing) {
    const session::FusionEdgeView* f = m_context.provenance().fusionEdge(thing.op, thing.consumer);
    if (!f) return nothing();
    m_out.fusion = f;
    m_out.title = f->fused ? say(QT_TRANSLATE_NOOP("Inspector", "Fused"))
                           : say(QT_TRANSLATE_NOOP("Inspector", "Not fused"));
    m_out.subtitle = engineText(f->reason);
    section(say(QT_TRANSLATE_NOOP("Inspector", "Decision")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Rule")), str(f->rule));
    if (f->phase >= 0)
      row(say(QT_TRANSLATE_NOOP("Inspector", "Phase")), QString::number(f->phase));
    const int last = m_context.provenance().stageCount() - 1;
    node(say(QT_TRANSLATE_NOOP("Inspector", "Producer")), f->producer, last);
    node(say(QT_TRANSLATE_NOOP("Inspector", "Consumer")), f->consumer, last);
    if (f->blocker.isValid())
      node(say(QT_TRANSLATE_NOOP("Inspector", "Blocked by")), f->blocker, last);
    groupLink(say(QT_TRANSLATE_NOOP("Inspector", "From group")), f->producerGroup);
    if (f->consumerGroup != f->producerGroup)
      groupLink(say(QT_TRANSLATE_NOOP("Inspector", "Into group")), f->consumerGroup);
    if (f->isOverridden)
      row(say(QT_TRANSLATE_NOOP("Inspector", "Override")),
          say(QT_TRANSLATE_NOOP("Inspector", "set by you")));
    for (const Diagnostic& refused : m_context.snapshot()->fusion->refusedOverrides)
      if (isAbout(refused, *f)) {
        row(say(QT_TRANSLATE_NOOP("Inspector", "Refused")), messageOf(refused));
        m_out.isOverrideRefused = true;
      }
    for (const auto& effect : m_context.snapshot()->measuredEffects)
      if (effect.producer == f->producer && effect.consumer == f->consumer) measuredEffect(effect);
  }

  void source(uint32_t index) {
    const auto& nodes = m_context.snapshot()->model->nodes;
    if (index >= nodes.size()) return nothing();
    const session::SourceNodeView& n = nodes[index];
    m_out.title = str(n.opType);
    m_out.subtitle = str(n.name);
    section(say(QT_TRANSLATE_NOOP("Inspector", "In the file")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Domain")), str(n.domain));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Read as")), engineWords(n.how));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Problem")), engineText(n.problem));
    for (const auto& input : n.inputs) row(say(QT_TRANSLATE_NOOP("Inspector", "Input")), str(input));
    for (const auto& output : n.outputs)
      row(say(QT_TRANSLATE_NOOP("Inspector", "Output")), str(output));
    section(say(QT_TRANSLATE_NOOP("Inspector", "Became")));
    for (OpId op : m_context.provenance().opsAt(Thing::ofSource(index), 0))
      node(say(QT_TRANSLATE_NOOP("Inspector", "Node")), op, 0);
  }

 private:
  void nothing() { m_out.title = say(QT_TRANSLATE_NOOP("Inspector", "No longer in this snapshot")); }

  static bool isAbout(const Diagnostic& refused, const session::FusionEdgeView& edge) {
    return refused.subjects.size() >= 2 && refused.subjects[0].id == edge.producer.value &&
           refused.subjects[1].id == edge.consumer.value;
  }
  QString stageName(int stage) const {
    return str(m_context.snapshot()->stages[static_cast<size_t>(stage)]->pass);
  }
  void node(const QString& name, OpId op, int stage) {
    if (const auto* n = m_context.provenance().node(stage, op))
      link(name, str(n->op) + QStringLiteral("  ") + elidedMiddle(str(n->name), 40),
           Thing::ofOp(op, stage));
  }
  void groupLink(const QString& name, GroupId id) {
    if (const auto* g = m_context.provenance().group(id))
      link(name, QStringLiteral("#%1  %2").arg(id.value).arg(str(g->name)), Thing::ofGroup(id));
  }

  void origins(const Thing& thing) {
    const auto sources = m_context.provenance().sourcesOf(thing);
    const auto& nodes = m_context.snapshot()->model->nodes;
    const bool isGroup = thing.kind == Thing::Kind::group;
    const auto groups = m_context.provenance().groupsOf(thing);
    if (sources.empty() && (isGroup || groups.empty())) return;
    section(say(QT_TRANSLATE_NOOP("Inspector", "Provenance")));
    constexpr size_t kShown = 12;
    for (size_t i = 0; i < std::min(sources.size(), kShown); ++i)
      if (sources[i] < nodes.size())
        link(say(QT_TRANSLATE_NOOP("Inspector", "ONNX node")),
             str(nodes[sources[i]].opType) + QStringLiteral("  ") +
                 elidedMiddle(str(nodes[sources[i]].name), 40),
             Thing::ofSource(sources[i]));
    if (!isGroup)
      for (GroupId id : groups) groupLink(say(QT_TRANSLATE_NOOP("Inspector", "In group")), id);
  }

  void measured(GroupId id) {
    const session::ProfileRow* p = m_context.profileRow(id);
    if (!p) return;
    const session::Snapshot& s = *m_context.snapshot();
    const session::Measurement& total = s.profile->total;
    const QString story = QStringLiteral("%1; %2; %3\n%4")
                              .arg(engineText(total.protocol), str(total.machine))
                              .arg(say(QT_TRANSLATE_NOOP("Inspector", "threads: %1")).arg(total.threads))
                              .arg(str(total.command));
    section(s.profiledOn == s.id
                ? say(QT_TRANSLATE_NOOP("Inspector", "Measured"))
                : say(QT_TRANSLATE_NOOP("Inspector", "Measured on #%1, changed since"))
                      .arg(s.profiledOn.value));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Time")),
        durationWithSpread(p->milliseconds, p->low, p->high), story);
    row(say(QT_TRANSLATE_NOOP("Inspector", "Share of time")), shareText(p->share), story);
    row(say(QT_TRANSLATE_NOOP("Inspector", "Speed")), rateText(p->gflops, QStringLiteral("GF/s")), story);
    row(say(QT_TRANSLATE_NOOP("Inspector", "Traffic")),
        rateText(p->gbytesPerSecond, QStringLiteral("GB/s")), story);
    row(say(QT_TRANSLATE_NOOP("Inspector", "Share of peak")), shareText(p->shareOfPeak), story);
    row(say(QT_TRANSLATE_NOOP("Inspector", "Bound by")), engineWords(p->boundBy));
  }

  void measuredEffect(const session::OverrideEffectView& e) {
    const auto beforeAfter = [](double before, double after) {
      return QStringLiteral("%1 → %2").arg(durationText(before), durationText(after));
    };
    section(say(QT_TRANSLATE_NOOP("Inspector", "Measured effect")));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Groups around it")), beforeAfter(e.groupsBefore, e.groupsAfter));
    row(say(QT_TRANSLATE_NOOP("Inspector", "Whole model")), beforeAfter(e.totalBefore, e.totalAfter));
    // Ratios turn round for a slower build, so that the number says how much in both directions.
    const auto times = [&](double low, double high) {
      return QStringLiteral("%1–%2").arg(low, 0, 'f', 3).arg(high, 0, 'f', 3);
    };
    row(say(QT_TRANSLATE_NOOP("Inspector", "Effect")),
        !e.isDifferent ? say(QT_TRANSLATE_NOOP("Inspector", "no difference shown"))
        : e.ratio > 1
            ? say(QT_TRANSLATE_NOOP("Inspector", "faster by a factor of %1")).arg(times(e.ratioLow, e.ratioHigh))
            : say(QT_TRANSLATE_NOOP("Inspector", "slower by a factor of %1")).arg(times(1 / e.ratioHigh, 1 / e.ratioLow)));
  }

  // "Why (not) fused?" for every edge that touches the thing.
  void decisions(const Thing& thing) {
    const auto& fusion = m_context.snapshot()->fusion;
    if (!fusion) return;
    const int last = m_context.provenance().stageCount() - 1;
    const std::vector<OpId> ops = m_context.provenance().opsAt(thing, last);
    const auto isMine = [&](OpId op) { return std::binary_search(ops.begin(), ops.end(), op); };
    bool hasHeading = false;
    for (const auto& edge : fusion->edges) {
      if (edge.fused || (!isMine(edge.producer) && !isMine(edge.consumer))) continue;
      if (!hasHeading) section(say(QT_TRANSLATE_NOOP("Inspector", "Not fused with")));
      hasHeading = true;
      const bool isOut = isMine(edge.producer);
      const auto* n = m_context.provenance().node(last, isOut ? edge.consumer : edge.producer);
      link((isOut ? QStringLiteral("→ ") : QStringLiteral("← ")) + (n ? str(n->op) : QString()),
           engineText(edge.reason), Thing::ofFusionEdge(edge.producer, edge.consumer));
    }
  }

  const WorkbenchContext& m_context;
  Description& m_out;
};

}  // namespace

Description describe(const WorkbenchContext& context, const Thing& thing) {
  Description out;
  if (!context.snapshot() || !context.snapshot()->model) return out;
  Writer writer(context, out);
  switch (thing.kind) {
    case Thing::Kind::none: writer.model(); break;
    case Thing::Kind::op: writer.op(thing); break;
    case Thing::Kind::source: writer.source(thing.source); break;
    case Thing::Kind::fusionEdge: writer.fusionEdge(thing); break;
    default: writer.group(thing.group); break;
  }
  return out;
}

}  // namespace heddle::views
