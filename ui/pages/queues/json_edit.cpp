// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/json_edit.h"

#include "widgets/json_tree.h"
#include "widgets/theme.h"

#include <QCborValue>
#include <QJsonArray>
#include <QJsonDocument>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int TabColumns = 2;

} // namespace

JsonEdit::JsonEdit(const Theme &theme, const QString &name, const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit)
    , m_problem(new QLabel)
{
    setObjectName(name);
    m_text->setObjectName(name + ".text"_L1);
    m_text->setAccessibleName(accessibleName);
    m_text->setFont(theme.monospace());
    m_text->setTabStopDistance(TabColumns * QFontMetricsF(m_text->font()).horizontalAdvance(u' '));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(10 * Theme::Grid);
    m_problem->setObjectName(name + ".problem"_L1);
    m_problem->setWordWrap(true);
    Theme::setKind(m_problem, "error");
    m_problem->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(Theme::Grid / 2);
    column->addWidget(m_text, 1);
    column->addWidget(m_problem);
    setFocusProxy(m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, &JsonEdit::check);
    check();
}

QString JsonEdit::indented(const QByteArray &json)
{
    const auto root = readJson(json);
    return root ? toIndentedJson(*root) : QString::fromUtf8(json);
}

void JsonEdit::setJson(const QByteArray &json)
{
    setText(indented(json));
}

void JsonEdit::setText(const QString &text)
{
    m_text->setPlainText(text);
}

void JsonEdit::setOptional(bool optional)
{
    m_optional = optional;
    check();
}

void JsonEdit::setOnlyObjects(bool only)
{
    m_onlyObjects = only;
    check();
}

QCborValue JsonEdit::value() const
{
    const QByteArray json = text().trimmed().toUtf8();
    if (json.isEmpty() || !isValid())
        return QCborValue(QCborValue::Undefined);
    const QJsonDocument list = QJsonDocument::fromJson('[' + json + ']'); // a number is no document by itself
    return QCborValue::fromJsonValue(list.array().at(0));
}

QString JsonEdit::problemOf(const QString &text) const
{
    if (text.trimmed().isEmpty())
        return m_optional ? QString() : tr("It is empty. Write JSON, such as {}.");
    QString error;
    qsizetype offset = 0;
    const QByteArray json = text.toUtf8();
    const auto root = readJson(json, &error, &offset);
    if (!root) {
        const QByteArray before = json.first(std::min(offset, json.size()));
        const qsizetype line = before.count('\n') + 1;
        const qsizetype column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1;
        return tr("Line %1, column %2: %3").arg(line).arg(column).arg(error);
    }
    if (m_onlyObjects && root->kind != JsonNode::Kind::Object)
        return tr("It must be an object, such as {\"attempts\": 3}.");
    return {};
}

void JsonEdit::check()
{
    m_problemText = problemOf(text());
    setProblem(m_problemText);
    emit changed();
}

void JsonEdit::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace signalbox::ui
