// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/filter_edit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextCharFormat>

namespace signalbox::ui {

namespace {

constexpr std::chrono::milliseconds Debounce{250};
constexpr int HintRole = Qt::UserRole;
constexpr int Margin = 8;
constexpr int PopupGap = 4; // below the edit, whose border shows an error

// A suggestion, and dimmed at the right what it means.
class SuggestionDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, option.palette.highlight());
        const QRect area = option.rect.adjusted(Margin, 0, -Margin, 0);
        painter->setPen(option.palette.color(QPalette::Text));
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, index.data(HintRole).toString());
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        const int hint = option.fontMetrics.horizontalAdvance(index.data(HintRole).toString());
        return {size.width() + hint + 4 * Margin, std::max(size.height(), 3 * Margin)};
    }
};

} // namespace

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_completer(new QCompleter(this))
    , m_suggestionModel(new QStandardItemModel(this))
    , m_seen([](const QString &) { return QStringList(); })
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(Debounce);
    m_completer->setModel(m_suggestionModel);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this); // not setCompleter(): that would complete the whole line, not the term
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setObjectName(QStringLiteral("filterSuggestions"));
    m_completer->popup()->setItemDelegate(new SuggestionDelegate(this));
    setClearButtonEnabled(true);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterEdit::accept);
    connect(this, &QLineEdit::textEdited, this, &FilterEdit::textTyped);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            apply();
    });
    connect(this, &QLineEdit::returnPressed, this, &FilterEdit::apply);
    connect(&m_debounce, &QTimer::timeout, this, &FilterEdit::apply);
}

void FilterEdit::setSeenValues(SeenValuesOf seen)
{
    m_seen = std::move(seen);
}

void FilterEdit::setFilterText(const QString &text)
{
    setText(text);
    apply();
}

const std::optional<FilterError> &FilterEdit::error() const
{
    return m_error;
}

QStringList FilterEdit::suggestions() const
{
    QStringList texts;
    for (const FilterSuggestion &item : m_suggestions.items)
        texts.append(item.text);
    return texts;
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    const bool listOpen = m_completer->popup()->isVisible();
    if (event->key() == Qt::Key_Escape && !listOpen) {
        if (text().isEmpty())
            emit left();
        else
            clear();
        return;
    }
    if (event->key() == Qt::Key_Tab && listOpen) {
        accept(m_completer->currentCompletion());
        return;
    }
    if (event->key() == Qt::Key_Down || (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)) {
        suggest();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::textTyped()
{
    m_debounce.start();
    suggest();
}

void FilterEdit::apply()
{
    m_debounce.stop();
    const auto parsed = Filter::parse(text());
    const auto *error = std::get_if<FilterError>(&parsed);
    m_error = error ? std::optional(*error) : std::nullopt;
    markError();
    emit errorChanged();
    if (error || text() == m_applied)
        return;
    m_applied = text();
    emit filterChanged(std::get<Filter>(parsed));
}

void FilterEdit::suggest()
{
    m_suggestions = suggestFilter(text(), cursorPosition(), m_seen);
    m_suggestionModel->clear();
    for (const FilterSuggestion &item : m_suggestions.items) {
        auto *row = new QStandardItem(item.text);
        row->setToolTip(item.hint);
        row->setData(item.hint, HintRole);
        m_suggestionModel->appendRow(row);
    }
    if (m_suggestions.items.isEmpty() || !hasFocus())
        m_completer->popup()->hide();
    else
        m_completer->complete(rect().adjusted(0, 0, 0, PopupGap));
}

void FilterEdit::accept(const QString &suggestion)
{
    const bool unfinished = suggestion.endsWith(QLatin1Char(':'));
    const QString after = unfinished ? QString() : QStringLiteral(" ");
    QString whole = text();
    whole.replace(m_suggestions.position, m_suggestions.length, suggestion + after);
    setText(whole);
    setCursorPosition(int(m_suggestions.position + suggestion.size() + after.size()));
    if (unfinished)
        suggest();
    else
        apply();
}

// The only way to format a part of a QLineEdit's text is that of input methods.
void FilterEdit::markError()
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_error) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Qt::red);
        attributes.append(
            {QInputMethodEvent::TextFormat, int(m_error->position) - cursorPosition(), int(m_error->length), format});
    }
    QInputMethodEvent event({}, attributes);
    inputMethodEvent(&event);
}

} // namespace signalbox::ui
