// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "request_record.h"

namespace signalbox {

} // namespace signalbox
