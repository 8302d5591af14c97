// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"

namespace signalbox::ui {

// By which column of JobsModel jobs are ordered, and which way. A value.
struct JobOrder {
    int column = -1; // -1: as they came
    Qt::SortOrder direction = Qt::AscendingOrder;

    bool isSorted() const { return column >= 0; }
    bool comesBefore(const JobRow &a, const JobRow &b) const; // by a column

    // The way in which one looks at a column first: the largest, or the latest, at the top.
    static Qt::SortOrder firstDirectionOf(int column);
};

} // namespace signalbox::ui
