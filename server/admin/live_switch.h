// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFuture>

namespace signalbox::admin {

// Something that the settings turn on and off while the server runs. Any thread.
class LiveSwitch {
public:
    virtual ~LiveSwitch() = default;
    virtual bool isOn() const = 0;
    virtual QFuture<void> set(bool on) = 0; // finished once every reactor follows
};

} // namespace signalbox::admin
