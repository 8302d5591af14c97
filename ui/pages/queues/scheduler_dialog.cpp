// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/scheduler_dialog.h"

#include "client/session.h"
#include "pages/queues/duration_units.h"
#include "pages/queues/json_edit.h"
#include "pages/queues/queue_paths.h"
#include "widgets/format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTimeZone>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Width = 72 * Theme::Grid;
constexpr int Most = 1'000'000'000;
constexpr int RunsTold = 5;
constexpr int EditHeight = 72;
constexpr auto TypingPause = 250ms;
constexpr qint64 UsualIntervalMs = 300'000;
constexpr qint64 HourMs = 3'600'000;

QByteArray jsonOf(const QCborValue &value)
{
    if (value.isNull() || value.isUndefined())
        return {};
    const QJsonValue json = value.toJsonValue();
    if (json.isObject())
        return QJsonDocument(json.toObject()).toJson();
    const QByteArray inArray = QJsonDocument(QJsonArray{json}).toJson(QJsonDocument::Compact);
    return inArray.mid(1, inArray.size() - 2); // a scalar is no document
}

QString isoText(const QDateTime &moment)
{
    return moment.toUTC().toString(Qt::ISODateWithMs);
}

QWidget *inLine(std::initializer_list<QWidget *> widgets)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    for (QWidget *widget : widgets)
        row->addWidget(widget, 1);
    return line;
}

} // namespace

SchedulerDialog::SchedulerDialog(const Theme &theme, Session *session, const std::optional<SchedulerRow> &known,
                                 QWidget *parent)
    : FormDialog(theme, u"schedulerDialog"_s, known ? tr("Scheduler %1").arg(known->id) : tr("New scheduler"),
                 known ? tr("Apply") : tr("Add scheduler"), parent)
    , m_session(session)
    , m_known(known.value_or(SchedulerRow{}))
    , m_kind(new QComboBox)
    , m_pattern(new QLineEdit)
    , m_timezone(new QComboBox)
    , m_interval(new QSpinBox)
    , m_intervalUnit(new QComboBox)
    , m_next(new QLabel)
    , m_limit(new QSpinBox)
    , m_starts(new QCheckBox(tr("Not before")))
    , m_startAt(new QDateTimeEdit)
    , m_ends(new QCheckBox(tr("Not after")))
    , m_endAt(new QDateTimeEdit)
    , m_data(new JsonEdit(theme, u"schedulerDialog.data"_s, tr("Data of its jobs")))
    , m_options(new JsonEdit(theme, u"schedulerDialog.opts"_s, tr("Options of its jobs")))
{
    setMinimumWidth(Width);
    build(theme);
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingPause);
    connect(&m_typing, &QTimer::timeout, this, &SchedulerDialog::preview);
    show(m_known);
    check();
}

void SchedulerDialog::build(const Theme &)
{
    m_id = addField(u"id"_s, tr("Name of the scheduler"), tr("nightly-report"));
    m_id->setReadOnly(!isNew());
    m_name = addField(u"name"_s, tr("Name of its jobs"), tr("as the scheduler"));
    addRhythm();
    addBounds();
    m_data->setOptional(true);
    m_options->setOptional(true);
    m_options->setOnlyObjects(true);
    for (const auto &[edit, caption] : {std::pair{m_data, tr("Data of its jobs, JSON")},
                                        std::pair{m_options, tr("Options of its jobs, JSON, as in BullMQ")}}) {
        QLabel *label = addText(caption);
        label->setBuddy(&edit->edit());
        edit->edit().setFixedHeight(EditHeight);
        fields().addWidget(edit);
        connect(edit, &JsonEdit::changed, this, &SchedulerDialog::check);
    }
    if (!isNew())
        addText(tr("An application that makes its schedulers when it starts sets this one back then."))
            ->setObjectName(u"schedulerDialog.warning"_s);
    for (const QLineEdit *field : {m_id, m_name, m_pattern})
        connect(field, &QLineEdit::textChanged, this, &SchedulerDialog::check);
    for (const QComboBox *box : {m_kind, m_intervalUnit})
        connect(box, &QComboBox::currentIndexChanged, this, &SchedulerDialog::check);
    connect(m_timezone, &QComboBox::editTextChanged, this, &SchedulerDialog::check);
    for (const QSpinBox *box : {m_interval, m_limit})
        connect(box, &QSpinBox::valueChanged, this, &SchedulerDialog::check);
    for (const QCheckBox *box : {m_starts, m_ends})
        connect(box, &QCheckBox::toggled, this, &SchedulerDialog::check);
    for (const QDateTimeEdit *edit : {m_startAt, m_endAt})
        connect(edit, &QDateTimeEdit::dateTimeChanged, this, &SchedulerDialog::check);
}

void SchedulerDialog::addRhythm()
{
    m_kind->addItems({tr("By a cron pattern"), tr("At an interval")});
    addWidget(u"kind"_s, tr("When"), m_kind);
    m_pattern->setObjectName(u"schedulerDialog.pattern"_s);
    m_pattern->setAccessibleName(tr("Cron pattern"));
    m_pattern->setToolTip(tr("Minute, hour, day, month, weekday; seconds may come first"));
    m_pattern->setPlaceholderText(u"0 9 * * 1"_s);
    m_timezone->setObjectName(u"schedulerDialog.timezone"_s);
    m_timezone->setAccessibleName(tr("Time zone"));
    m_timezone->setEditable(true);
    m_timezone->addItem({});
    for (const QByteArray &zone : QTimeZone::availableTimeZoneIds())
        m_timezone->addItem(QString::fromLatin1(zone));
    m_timezone->lineEdit()->setPlaceholderText(tr("time zone of the worker"));
    m_patternLine = inLine({m_pattern, m_timezone});
    m_interval->setObjectName(u"schedulerDialog.interval"_s);
    m_interval->setAccessibleName(tr("Interval"));
    m_interval->setRange(1, Most);
    m_intervalUnit->setObjectName(u"schedulerDialog.intervalUnit"_s);
    m_intervalUnit->setAccessibleName(tr("Unit of the interval"));
    fillUnits(*m_intervalUnit);
    m_intervalLine = inLine({m_interval, m_intervalUnit});
    m_next->setObjectName(u"schedulerDialog.next"_s);
    m_next->setAccessibleName(tr("Next runs"));
    m_next->setWordWrap(true);
    fields().addWidget(m_patternLine);
    fields().addWidget(m_intervalLine);
    fields().addWidget(m_next);
}

void SchedulerDialog::addBounds()
{
    m_limit->setRange(0, Most);
    m_limit->setSpecialValueText(tr("no limit"));
    addWidget(u"limit"_s, tr("How often in all"), m_limit);
    for (const auto &[box, edit, name] : {std::tuple{m_starts, m_startAt, u"start"_s}, {m_ends, m_endAt, u"end"_s}}) {
        box->setObjectName(u"schedulerDialog.has%1"_s.arg(name));
        box->setAccessibleName(box->text());
        edit->setObjectName(u"schedulerDialog.%1At"_s.arg(name));
        edit->setAccessibleName(box->text());
        edit->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
        fields().addWidget(inLine({box, edit}));
    }
}

void SchedulerDialog::show(const SchedulerRow &row)
{
    m_id->setText(row.id);
    m_name->setText(row.name);
    m_kind->setCurrentIndex(row.pattern.isEmpty() && row.everyMs > 0 ? 1 : 0);
    m_pattern->setText(row.pattern);
    m_timezone->setEditText(row.timezone);
    setDuration(*m_interval, *m_intervalUnit, row.everyMs > 0 ? row.everyMs : UsualIntervalMs);
    m_shownEveryMs = durationOf(*m_interval, *m_intervalUnit);
    m_limit->setValue(int(std::min<qint64>(row.limit, Most)));
    const qint64 now = QDateTime::currentMSecsSinceEpoch() / HourMs * HourMs;
    m_starts->setChecked(row.startAtMs > 0);
    m_startAt->setDateTime(QDateTime::fromMSecsSinceEpoch(row.startAtMs > 0 ? row.startAtMs : now + HourMs));
    m_ends->setChecked(row.endAtMs > 0);
    m_endAt->setDateTime(QDateTime::fromMSecsSinceEpoch(row.endAtMs > 0 ? row.endAtMs : now + 24 * HourMs));
    m_data->setJson(jsonOf(row.data));
    m_options->setJson(row.options.isEmpty() ? QByteArray() : jsonOf(row.options));
}

bool SchedulerDialog::byPattern() const
{
    return m_kind->currentIndex() == 0;
}

// What nobody has touched stays: the box may have no room for what another program chose.
qint64 SchedulerDialog::everyMs() const
{
    const qint64 shown = durationOf(*m_interval, *m_intervalUnit);
    return m_known.everyMs > 0 && shown == m_shownEveryMs ? m_known.everyMs : shown;
}

QString SchedulerDialog::id() const
{
    return m_id->text().trimmed();
}

QCborMap SchedulerDialog::values() const
{
    const QString name = m_name->text().trimmed();
    QCborMap values{{"name"_L1, name.isEmpty() ? id() : name}};
    if (byPattern()) {
        values.insert("pattern"_L1, m_pattern->text().trimmed());
        if (const QString zone = m_timezone->currentText().trimmed(); !zone.isEmpty())
            values.insert("timezone"_L1, zone);
    } else {
        values.insert("everyMs"_L1, everyMs());
    }
    if (m_limit->value() > 0)
        values.insert("limit"_L1, m_limit->value());
    if (m_starts->isChecked())
        values.insert("startAt"_L1, isoText(m_startAt->dateTime()));
    if (m_ends->isChecked())
        values.insert("endAt"_L1, isoText(m_endAt->dateTime()));
    if (!m_data->text().trimmed().isEmpty())
        values.insert("data"_L1, m_data->value());
    if (!m_options->text().trimmed().isEmpty())
        values.insert("opts"_L1, m_options->value());
    return values;
}

QString SchedulerDialog::missing() const
{
    if (m_starts->isChecked() && m_ends->isChecked() && m_startAt->dateTime() >= m_endAt->dateTime())
        return tr("It ends before it begins.");
    return {};
}

void SchedulerDialog::check()
{
    m_patternLine->setVisible(byPattern());
    m_intervalLine->setVisible(!byPattern());
    m_startAt->setEnabled(m_starts->isChecked());
    m_endAt->setEnabled(m_ends->isChecked());
    ++m_question; // what was asked before is old
    if (!byPattern())
        tellInterval();
    else if (m_pattern->text().trimmed().isEmpty())
        m_next->clear();
    else
        m_typing.start();
    setProblem(missing());
    const bool complete = !id().isEmpty() && missing().isEmpty() && m_data->isValid() && m_options->isValid();
    setAcceptable(complete && (!byPattern() || !m_pattern->text().trimmed().isEmpty()));
}

void SchedulerDialog::preview()
{
    if (!m_session || !byPattern())
        return;
    QCborMap question{{"pattern"_L1, m_pattern->text().trimmed()}};
    if (const QString zone = m_timezone->currentText().trimmed(); !zone.isEmpty())
        question.insert("timezone"_L1, zone);
    if (m_starts->isChecked())
        question.insert("startAt"_L1, isoText(m_startAt->dateTime()));
    m_session->client().post(QueuesPath + "/schedulers/preview"_L1, question, this,
                             [this, asked = m_question](const AdminClient::Answer &answer) {
                                 if (asked == m_question)
                                     takePreview(answer);
                             });
}

void SchedulerDialog::takePreview(const AdminClient::Answer &answer)
{
    if (answer.ok())
        return tellRuns(momentsOf(answer.body.value("next"_L1)));
    Theme::setKind(m_next, "error");
    m_next->setText(answer.error);
    if (answer.status == 400)
        setAcceptable(false);
    fit();
}

// One whose rhythm stays keeps the run that is due.
qint64 SchedulerDialog::firstOfInterval(qint64 everyMs) const
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const qint64 start = m_starts->isChecked() ? m_startAt->dateTime().toMSecsSinceEpoch() : 0;
    if (everyMs == m_known.everyMs && start == m_known.startAtMs && m_known.nextAtMs > now)
        return m_known.nextAtMs;
    return std::max(now, start);
}

void SchedulerDialog::tellInterval()
{
    const qint64 every = everyMs();
    const qint64 first = firstOfInterval(every);
    QList<qint64> runs;
    for (int run = 0; run < RunsTold; ++run)
        runs.append(first + run * every);
    tellRuns(runs);
}

void SchedulerDialog::tellRuns(const QList<qint64> &runs)
{
    QStringList told;
    for (const qint64 at : runs)
        if (!m_ends->isChecked() || at <= m_endAt->dateTime().toMSecsSinceEpoch())
            told.append(formatMoment(at));
    Theme::setKind(m_next, "muted");
    m_next->setText(told.isEmpty() ? tr("It never runs.") : tr("Next: %1").arg(told.join(u" · "_s)));
    fit();
}

} // namespace signalbox::ui
