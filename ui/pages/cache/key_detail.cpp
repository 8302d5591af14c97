// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/key_detail.h"

#include "client/session.h"
#include "widgets/badge.h"
#include "widgets/body_view.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QAction>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int FirstColumn = 22 * Theme::Grid;

} // namespace

KeyDetail::KeyDetail(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_key(new QLabel)
    , m_type(new BadgeLabel(theme))
    , m_encoding(new BadgeLabel(theme))
    , m_facts(new QLabel)
    , m_note(new QLabel)
    , m_buttons(new QHBoxLayout)
    , m_forms(new QStackedWidget)
    , m_body(new BodyView(theme, tr("Value")))
    , m_element(new BodyView(theme, tr("Chosen")))
{
    setObjectName(u"keyDetail"_s);
    setAccessibleName(tr("Key"));
    Theme::setKind(this, "bar");
    build();
    connect(m_state, &StateView::retryAsked, this, &KeyDetail::refresh);
}

void KeyDetail::build()
{
    m_body->setObjectName(u"keyBody"_s);
    m_element->setObjectName(u"keyElement"_s);
    m_forms->addWidget(m_body);
    m_forms->addWidget(makeTable());
    m_state = new StateView(m_theme, m_forms, this);
    m_state->setObjectName(u"keyState"_s);
    m_note->setObjectName(u"keyNote"_s);
    Theme::setKind(m_note, "caption");
    m_note->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid, Theme::Grid);
    column->setSpacing(Theme::Grid / 2);
    column->addLayout(makeTitle());
    column->addLayout(makeFacts());
    column->addWidget(m_note);
    column->addWidget(m_state, 1);
}

QLayout *KeyDetail::makeTitle()
{
    m_key->setObjectName(u"keyName"_s);
    m_key->setAccessibleName(tr("Key"));
    m_key->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_key->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the pane
    QFont font = m_theme.monospace(1.08);
    font.setWeight(QFont::DemiBold);
    m_key->setFont(font);
    auto *close = new QToolButton;
    close->setObjectName(u"keyClose"_s);
    close->setIcon(m_theme.icon(u"close"_s));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &KeyDetail::closed);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    row->addWidget(m_key, 1);
    row->addWidget(close);
    return row;
}

QLayout *KeyDetail::makeFacts()
{
    m_type->setObjectName(u"keyType"_s);
    m_encoding->setObjectName(u"keyEncoding"_s);
    m_facts->setObjectName(u"keyFacts"_s);
    m_facts->setAccessibleName(tr("TTL and size"));
    Theme::setKind(m_facts, "muted");
    m_buttons->setSpacing(Theme::Grid / 2);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    row->addWidget(m_type);
    row->addWidget(m_encoding);
    row->addWidget(m_facts);
    row->addStretch();
    row->addLayout(m_buttons);
    return row;
}

QWidget *KeyDetail::makeTable()
{
    m_table = makePlainTable(m_theme, m_elements, u"keyElements"_s, tr("Elements of the value"), {FirstColumn});
    m_table->setMinimumHeight(4 * Theme::RowHeight);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { showElement(index.row()); });
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(u"keyElementsSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_element);
    splitter->setSizes({5000, 4000}); // shares
    return splitter;
}

void KeyDetail::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *tool = new QToolButton;
        tool->setDefaultAction(action);
        tool->setObjectName("key_"_L1 + action->objectName());
        tool->setAccessibleName(action->text());
        tool->setToolButtonStyle(Qt::ToolButtonIconOnly);
        m_buttons->addWidget(tool);
    }
}

void KeyDetail::setSession(Session *session)
{
    m_session = session;
    ++m_question;
}

void KeyDetail::showKey(const KeyRow &row)
{
    if (row.id == m_value.row.id)
        return;
    m_value = {};
    m_value.row = row;
    m_loaded = false;
    fill();
    refresh();
}

void KeyDetail::refresh()
{
    if (!m_session || m_value.row.id.isEmpty())
        return;
    if (!m_loaded)
        m_state->showLoading();
    m_session->client().get("/admin/redis/keys/"_L1 + m_value.row.id, {}, this,
                            [this, question = ++m_question](const AdminClient::Answer &answer) {
                                if (question == m_question)
                                    take(answer);
                            });
}

void KeyDetail::clear()
{
    ++m_question;
    m_value = {};
    m_loaded = false;
    fill();
}

void KeyDetail::take(const AdminClient::Answer &answer)
{
    if (answer.status == 404) {
        m_state->showEmpty(u"key"_s, tr("The key is gone"), tr("It has expired, or someone deleted it."));
        m_note->hide();
        return emit gone(m_value.row.id);
    }
    if (!answer.ok())
        return m_state->showFailed(answer.error);
    const QString id = m_value.row.id;
    m_value = KeyValue::fromCbor(answer.body, QDateTime::currentMSecsSinceEpoch());
    m_value.row.id = id;
    m_loaded = true;
    fill();
    m_state->showContent();
    emit loaded(m_value.row);
}

void KeyDetail::fill()
{
    m_key->setText(m_value.row.key);
    m_key->setToolTip(m_value.row.key);
    m_type->set(m_value.row.type, m_value.row.typeColour());
    m_encoding->set(m_value.encoding, Theme::Role::Neutral);
    fillFacts();
    m_note->setVisible(m_value.truncated);
    m_note->setText(tr("Only the beginning is shown, of %1.").arg(m_value.lengthText()));
    m_elements.setValue(m_value);
    m_element->setBody({}, 0, false);
    if (!m_value.isTable())
        m_body->setBody(m_value.bytes, std::max<qint64>(m_value.length, m_value.bytes.size()), m_value.truncated);
    m_forms->setCurrentIndex(m_value.isTable() ? 1 : 0);
    if (m_elements.rowCount() > 0)
        m_table->setCurrentIndex(m_elements.index(0, 0));
}

void KeyDetail::fillFacts()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QStringList facts{m_value.row.expiresAtMs == 0 ? m_value.row.ttlText(now)
                                                   : tr("TTL %1").arg(m_value.row.ttlText(now))};
    if (m_value.row.size >= 0)
        facts.append(tr("%1 in memory").arg(m_value.row.sizeText()));
    if (m_loaded && m_value.isTable())
        facts.append(m_value.lengthText());
    m_facts->setText(facts.join(u" · "_s));
}

void KeyDetail::tick()
{
    if (m_value.row.expiresAtMs > 0)
        fillFacts();
}

void KeyDetail::update(const KeyRow &row)
{
    if (row.id != m_value.row.id)
        return;
    m_value.row.expiresAtMs = row.expiresAtMs;
    fillFacts();
}

void KeyDetail::showElement(int row)
{
    const QByteArray bytes = m_elements.closerLook(row);
    m_element->setBody(bytes, bytes.size(), false);
}

} // namespace signalbox::ui
