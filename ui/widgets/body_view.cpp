// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/body_view.h"

#include "widgets/format.h"
#include "widgets/hex_view.h"
#include "widgets/json_view.h"
#include "widgets/text_bytes.h"
#include "widgets/theme.h"

#include <QBuffer>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int MaxImageSide = 4000; // a small file may claim to be huge

} // namespace

BodyView::BodyView(const Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_caption(new QLabel(this))
    , m_forms(new QComboBox(this))
    , m_copy(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_json(new JsonView(theme, this))
    , m_text(new QPlainTextEdit(this))
    , m_image(new QLabel(this))
    , m_hex(new HexView(theme, this))
{
    Theme::setKind(m_caption, "muted");
    m_forms->addItems({tr("JSON"), tr("Text"), tr("Image"), tr("Hex")});
    m_forms->setAccessibleName(tr("%1: shown as").arg(title));
    buildForms(theme);
    buildLayout(theme);
    connect(m_forms, &QComboBox::activated, this, [this](int index) { setForm(Form(index)); });
}

void BodyView::buildForms(const Theme &theme)
{
    m_text->setReadOnly(true);
    m_text->setFont(theme.monospace());
    Theme::setKind(m_text, "plain");
    Theme::setKind(m_hex, "plain");
    m_image->setAlignment(Qt::AlignCenter);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_image);
    scroll->setWidgetResizable(true);
    for (QWidget *view : {static_cast<QWidget *>(m_json), static_cast<QWidget *>(m_text),
                          static_cast<QWidget *>(scroll), static_cast<QWidget *>(m_hex)}) {
        view->setAccessibleName(m_title);
        m_stack->addWidget(view); // in the order of Form
    }
}

void BodyView::buildLayout(const Theme &theme)
{
    m_copy->setIcon(theme.icon(u"copy"_s));
    m_copy->setToolTip(tr("Copy the body"));
    m_copy->setAccessibleName(tr("Copy: %1").arg(m_title));
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(QString::fromUtf8(m_bytes)); });
    auto *head = new QHBoxLayout;
    head->addWidget(m_caption, 1);
    head->addWidget(m_forms);
    head->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Grid / 2);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    layout->setAlignment(head, Qt::AlignTop);
}

void BodyView::setBody(const QByteArray &bytes, qint64 size, bool truncated, const QByteArray &contentType)
{
    m_bytes = bytes;
    QString caption = m_title + u" · "_s + (size == 0 ? tr("empty") : formatBytes(double(size)));
    if (!contentType.isEmpty())
        caption += u" · "_s + QString::fromUtf8(contentType);
    if (truncated)
        caption += u" · "_s + tr("the first %1 were kept").arg(formatBytes(double(m_bytes.size())));
    m_caption->setText(caption);
    for (QWidget *part :
         {static_cast<QWidget *>(m_stack), static_cast<QWidget *>(m_forms), static_cast<QWidget *>(m_copy)})
        part->setVisible(!m_bytes.isEmpty());
    m_isJson = m_json->setJson(m_bytes);
    setForm(bestForm(contentType));
}

BodyView::Form BodyView::form() const
{
    return Form(m_stack->currentIndex());
}

BodyView::Form BodyView::bestForm(const QByteArray &contentType)
{
    if (contentType.startsWith("image/") && contentType != "image/svg+xml")
        return Form::Image;
    if (m_isJson)
        return Form::Json;
    return isText(m_bytes) ? Form::Text : Form::Hex;
}

void BodyView::setForm(Form form)
{
    m_forms->setCurrentIndex(int(form));
    m_stack->setCurrentIndex(int(form));
    if (form == Form::Text)
        m_text->setPlainText(QString::fromUtf8(m_bytes));
    else if (form == Form::Hex)
        m_hex->setBytes(m_bytes);
    else if (form == Form::Image)
        showImage();
}

void BodyView::showImage()
{
    QBuffer buffer(&m_bytes);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    if (size.width() > MaxImageSide || size.height() > MaxImageSide) {
        m_image->setText(tr("%1×%2 is too large to show here").arg(size.width()).arg(size.height()));
        return;
    }
    const QImage image = reader.read();
    if (image.isNull())
        m_image->setText(tr("This is no image that can be read: %1").arg(reader.errorString()));
    else
        m_image->setPixmap(QPixmap::fromImage(image));
}

} // namespace signalbox::ui
