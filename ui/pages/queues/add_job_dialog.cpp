// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/add_job_dialog.h"

#include "pages/queues/json_edit.h"

#include <QCborArray>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Width = 76 * Theme::Grid;
constexpr int LongestDelay = 10 * 365 * 86'400; // seconds
constexpr int LowestPriority = 2'097'151; // of BullMQ
constexpr int MostAttempts = 1'000'000;
constexpr int LongestBackoff = 86'400'000; // milliseconds
constexpr int SecondMs = 1000;

// What of a job's options is its own, or has a field.
const QStringList NotCopied{u"jobId"_s,        u"deduplication"_s, u"telemetry"_s, u"parent"_s, u"repeat"_s,
                            u"repeatJobKey"_s, u"prevMillis"_s,    u"timestamp"_s, u"delay"_s,  u"priority"_s,
                            u"attempts"_s,     u"backoff"_s,       u"de"_s,        u"tm"_s,     u"omc"_s};

// "body.opts.backoff.delay" is at the field of the backoff.
QString partOf(const QString &field)
{
    for (const QString &step : field.split('.'_L1)) {
        if (step == "body"_L1 || step == "opts"_L1)
            continue;
        static const QStringList Parts{u"name"_s,     u"data"_s,     u"jobId"_s,  u"delay"_s,
                                       u"priority"_s, u"attempts"_s, u"backoff"_s};
        return Parts.contains(step) ? step : u"opts"_s;
    }
    return u"opts"_s;
}

bool isBetween(const QCborValue &value, qint64 least, qint64 most)
{
    return value.isInteger() && value.toInteger() >= least && value.toInteger() <= most;
}

} // namespace

AddJobDialog::AddJobDialog(const Theme &theme, const QString &queueName, const QStringList &names, QWidget *parent)
    : FormDialog(theme, u"addJobDialog"_s, tr("Add a job to %1").arg(queueName), tr("Add"), parent)
    , m_theme(theme)
    , m_name(addField(u"name"_s, tr("Name"), u"send-email"_s))
    , m_data(new JsonEdit(theme, u"addJobDialog.dataEdit"_s, tr("Data, as JSON")))
    , m_others(new JsonEdit(theme, u"addJobDialog.optsEdit"_s, tr("Other options, as JSON")))
{
    setMinimumWidth(Width);
    auto *completer = new QCompleter(names, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_name->setCompleter(completer);
    fields().addWidget(addProblem(u"name"_s));
    addWidget(u"data"_s, tr("Data, as JSON"), m_data);
    m_data->setJson("{}");
    addOptions();
    m_others->setOptional(true);
    m_others->setOnlyObjects(true);
    addWidget(u"opts"_s, tr("Other options, as JSON: {\"lifo\": true, \"removeOnComplete\": 100}"), m_others);
    m_others->edit().setMinimumHeight(6 * Theme::Grid);
    m_others->edit().setMaximumHeight(10 * Theme::Grid);
    connect(m_name, &QLineEdit::textChanged, this, &AddJobDialog::check);
    connect(m_data, &JsonEdit::changed, this, &AddJobDialog::check);
    connect(m_others, &JsonEdit::changed, this, &AddJobDialog::check);
    check();
}

QLabel *AddJobDialog::addProblem(const QString &part)
{
    auto *problem = new QLabel;
    problem->setObjectName("addJobDialog.problem_"_L1 + part);
    problem->setWordWrap(true);
    Theme::setKind(problem, "error");
    problem->hide();
    m_problems.insert(part, problem);
    return problem;
}

template <typename Input> Input *AddJobDialog::addOption(QGridLayout &grid, const QString &part, const QString &label)
{
    auto *input = new Input;
    input->setObjectName("addJobDialog."_L1 + part);
    input->setAccessibleName(label);
    auto *caption = new QLabel(label);
    caption->setBuddy(input);
    Theme::setKind(caption, "muted");
    const int at = grid.count() / 3;
    const int row = at / 3 * 3;
    grid.addWidget(caption, row, at % 3);
    grid.addWidget(input, row + 1, at % 3);
    grid.addWidget(addProblem(part), row + 2, at % 3);
    return input;
}

void AddJobDialog::addOptions()
{
    auto *options = new QWidget;
    auto *grid = new QGridLayout(options);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(2 * Theme::Grid);
    m_delay = addOption<QSpinBox>(*grid, u"delay"_s, tr("Delay"));
    m_delay->setRange(0, LongestDelay);
    m_delay->setSuffix(tr(" s"));
    m_delay->setSpecialValueText(tr("none"));
    m_priority = addOption<QSpinBox>(*grid, u"priority"_s, tr("Priority, 1 is the most urgent"));
    m_priority->setRange(0, LowestPriority);
    m_priority->setSpecialValueText(tr("none"));
    m_attempts = addOption<QSpinBox>(*grid, u"attempts"_s, tr("Attempts"));
    m_attempts->setRange(1, MostAttempts);
    m_backoff = addOption<QComboBox>(*grid, u"backoff"_s, tr("Wait between attempts"));
    m_backoff->addItem(tr("none"), QString());
    m_backoff->addItem(tr("the same each time"), u"fixed"_s);
    m_backoff->addItem(tr("twice as long each time"), u"exponential"_s);
    m_backoffDelay = addOption<QSpinBox>(*grid, u"backoffDelay"_s, tr("Wait at first"));
    m_backoffDelay->setRange(0, LongestBackoff);
    m_backoffDelay->setValue(SecondMs);
    m_backoffDelay->setSuffix(tr(" ms"));
    m_backoffDelay->setEnabled(false);
    m_id = addOption<QLineEdit>(*grid, u"jobId"_s, tr("Id"));
    m_id->setPlaceholderText(tr("made by the server"));
    fields().addWidget(options);
    connect(m_backoff, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_backoffDelay->setEnabled(index > 0); });
}

void AddJobDialog::prefill(const JobDetails &job)
{
    m_name->setText(job.row.name);
    m_data->setJson(job.data.isEmpty() ? "{}" : job.data);
    prefillOptions(QCborValue::fromJsonValue(QJsonDocument::fromJson(job.options).object()).toMap());
}

// False: it has parts of a second, or so, that its field can't show.
bool AddJobDialog::prefillDelay(const QCborValue &delay)
{
    if (delay.isUndefined())
        return true;
    if (!isBetween(delay, 0, qint64(LongestDelay) * SecondMs) || delay.toInteger() % SecondMs != 0)
        return false;
    m_delay->setValue(int(delay.toInteger() / SecondMs));
    return true;
}

// False: it has what its fields can't show, as jitter.
bool AddJobDialog::prefillBackoff(const QCborValue &backoff)
{
    const QCborMap parts = backoff.isMap() ? backoff.toMap() : QCborMap{{"type"_L1, "fixed"_L1}, {"delay"_L1, backoff}};
    const int type = m_backoff->findData(parts.value("type"_L1).toString());
    const QCborValue wait = parts.value("delay"_L1);
    if (type <= 0 || parts.size() != 2 || !isBetween(wait, 0, LongestBackoff))
        return false;
    m_backoff->setCurrentIndex(type);
    m_backoffDelay->setValue(int(wait.toInteger()));
    return true;
}

// What doesn't fit into a field stays among the other options.
void AddJobDialog::prefillOptions(QCborMap options)
{
    m_priority->setValue(int(options.value("priority"_L1).toInteger()));
    m_attempts->setValue(int(std::max<qint64>(1, options.value("attempts"_L1).toInteger(1))));
    const bool isDelayShown = prefillDelay(options.value("delay"_L1));
    const bool isBackoffShown = prefillBackoff(options.value("backoff"_L1));
    for (const QString &name : NotCopied)
        if ((name != "delay"_L1 || isDelayShown) && (name != "backoff"_L1 || isBackoffShown))
            options.remove(name);
    if (!options.isEmpty())
        m_others->setJson(jsonOf(options));
}

QCborMap AddJobDialog::options() const
{
    QCborMap options = m_others->value().toMap();
    if (m_delay->value() > 0)
        options.insert("delay"_L1, qint64(m_delay->value()) * SecondMs);
    if (m_priority->value() > 0)
        options.insert("priority"_L1, m_priority->value());
    if (m_attempts->value() > 1)
        options.insert("attempts"_L1, m_attempts->value());
    if (const QString type = m_backoff->currentData().toString(); !type.isEmpty())
        options.insert("backoff"_L1, QCborMap{{"type"_L1, type}, {"delay"_L1, m_backoffDelay->value()}});
    if (const QString id = m_id->text().trimmed(); !id.isEmpty())
        options.insert("jobId"_L1, id);
    return options;
}

QCborMap AddJobDialog::values() const
{
    return {{"name"_L1, m_name->text().trimmed()}, {"data"_L1, m_data->value()}, {"opts"_L1, options()}};
}

void AddJobDialog::setRefusal(const QString &error, const QCborMap &details)
{
    const QCborMap errors = details.value("fieldErrors"_L1).toMap();
    for (auto entry = errors.constBegin(); entry != errors.constEnd(); ++entry) {
        const QString part = partOf(entry.key().toString());
        const QString text =
            entry.value().isArray() ? entry.value().toArray().at(0).toString() : entry.value().toString();
        if (part == "data"_L1)
            m_data->setProblem(text);
        else if (QLabel *problem = m_problems.value(part)) {
            problem->setText(text);
            problem->show();
        } else
            m_others->setProblem(text);
    }
    setProblem(error);
    fit();
}

void AddJobDialog::check()
{
    for (QLabel *problem : std::as_const(m_problems))
        problem->hide();
    setAcceptable(!m_name->text().trimmed().isEmpty() && m_data->isValid() && m_others->isValid());
}

} // namespace signalbox::ui
