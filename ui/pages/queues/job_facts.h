// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_details.h"

#include <QWidget>

class QGridLayout;

namespace signalbox::ui {

// What is known of a job besides its data, a line each, with links to what it hangs together with. Main thread.
class JobFacts : public QWidget {
    Q_OBJECT
public:
    explicit JobFacts(const Theme &theme, QWidget *parent = nullptr);

    void setDetails(const JobDetails &details);

signals:
    void linkActivated(const QString &link); // "trace", "parent", "scheduler"

private:
    void add(const QString &name, const QString &title, const QString &text, const QString &link = {});
    void addTimes(const JobDetails &details);
    void addRelations(const JobDetails &details);

    const Theme &m_theme;
    QGridLayout *m_grid;
    int m_rows = 0;
};

} // namespace signalbox::ui
