// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/log_lines_model.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

Theme::Role levelRole(const QString &level)
{
    if (level == "error"_L1)
        return Theme::Role::Danger;
    if (level == "warn"_L1)
        return Theme::Role::Warning;
    return level == "info"_L1 ? Theme::Role::Info : Theme::Role::TextMuted;
}

QString fieldText(const QCborValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isMap())
        return QString::fromUtf8(QJsonDocument(value.toMap().toJsonObject()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

QString fieldsText(const QCborMap &fields)
{
    QStringList parts;
    for (const auto &[key, value] : fields)
        parts.append(key.toString() + '='_L1 + fieldText(value));
    return parts.join("  "_L1);
}

} // namespace

LogLinesModel::LogLinesModel(const Theme &theme, QObject *parent)
    : QAbstractTableModel(parent)
    , m_theme(theme)
{
}

void LogLinesModel::setLines(const QList<LogLine> &lines)
{
    beginResetModel();
    m_lines = lines;
    endResetModel();
}

int LogLinesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int LogLinesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogLinesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogLine &line = m_lines.at(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(line, index.column());
    if (role == Qt::FontRole)
        return m_theme.monospace();
    if (role == Qt::ForegroundRole && index.column() == LevelColumn)
        return m_theme.color(levelRole(line.level));
    return {};
}

QVariant LogLinesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case LevelColumn:
        return tr("Level");
    case EventColumn:
        return tr("Event");
    case FieldsColumn:
        return tr("Fields");
    default:
        return {};
    }
}

QString LogLinesModel::text(const LogLine &line, int column) const
{
    switch (column) {
    case TimeColumn:
        return formatClock(line.time.toMSecsSinceEpoch());
    case LevelColumn:
        return line.level;
    case EventColumn:
        return line.event;
    case FieldsColumn:
        return fieldsText(line.fields);
    default:
        return {};
    }
}

} // namespace signalbox::ui
