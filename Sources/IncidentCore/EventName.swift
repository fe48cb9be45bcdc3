/// The stored name of an event's type and the version of its form.
package struct EventName: Hashable, Sendable, CustomStringConvertible {
    /// The name, `family.case`, such as `step.passed`.
    package let name: String
    /// The version of the payload's form, from 1.
    package let version: Int

    /// A name as stored.
    package init(_ name: String, version: Int = 1) {
        self.name = name
        self.version = version
    }

    /// The name, with the version when it is not the first.
    package var description: String {
        version == 1 ? name : "\(name) v\(version)"
    }
}

extension Event {
    /// The name under which the event is stored; released names never change.
    package var name: EventName {
        switch self {
        case .incident(let event): EventName("incident.\(event.storedCase)")
        case .timeline(let event): EventName("timeline.\(event.storedCase)")
        case .checklist(let event): EventName("checklist.\(event.storedCase)")
        case .update(let event): EventName("update.\(event.storedCase)")
        case .impact(let event): EventName("impact.\(event.storedCase)")
        case .signal(let event): EventName("signal.\(event.storedCase)")
        case .delivery(let event): EventName("delivery.\(event.storedCase)")
        case .fleet(let event): EventName("fleet.\(event.storedCase)")
        case .watch(let event): EventName("watch.\(event.storedCase)")
        case .log(let event): EventName("log.\(event.storedCase)")
        case .unknown(let name, _): name
        }
    }
}

extension IncidentEvent {
    fileprivate var storedCase: String {
        switch self {
        case .declared: "declared"
        case .statusChanged: "statusChanged"
        case .severityChanged: "severityChanged"
        case .leadChanged: "leadChanged"
        }
    }
}

extension TimelineEvent {
    fileprivate var storedCase: String {
        switch self {
        case .noted: "noted"
        case .corrected: "corrected"
        case .reported: "reported"
        }
    }
}

extension ChecklistEvent {
    fileprivate var storedCase: String {
        switch self {
        case .attached: "attached"
        case .passed: "passed"
        case .verified: "verified"
        case .failed: "failed"
        case .skipped: "skipped"
        case .regressed: "regressed"
        case .reopened: "reopened"
        }
    }
}

extension UpdateEvent {
    fileprivate var storedCase: String {
        switch self {
        case .queued: "queued"
        case .delivered: "delivered"
        case .attemptFailed: "attemptFailed"
        case .gaveUp: "gaveUp"
        case .requeued: "requeued"
        }
    }
}

extension ImpactEvent {
    fileprivate var storedCase: String {
        switch self {
        case .opened: "opened"
        case .closed: "closed"
        case .acceptedAsResidual: "acceptedAsResidual"
        }
    }
}

extension SignalEvent {
    fileprivate var storedCase: String {
        switch self {
        case .raised: "raised"
        case .cleared: "cleared"
        case .found: "found"
        case .reopened: "reopened"
        case .changed: "changed"
        case .acknowledged: "acknowledged"
        case .shelved: "shelved"
        case .unshelved: "unshelved"
        case .suppressed: "suppressed"
        case .reminded: "reminded"
        case .notified: "notified"
        case .notNotified: "notNotified"
        case .maintenanceDeclared: "maintenanceDeclared"
        case .maintenanceEnding: "maintenanceEnding"
        case .maintenanceEnded: "maintenanceEnded"
        }
    }
}

extension DeliveryEvent {
    fileprivate var storedCase: String {
        switch self {
        case .partTaken: "partTaken"
        case .attemptFailed: "attemptFailed"
        }
    }
}

extension WatchEvent {
    fileprivate var storedCase: String {
        switch self {
        case .clockStepped: "clockStepped"
        case .away: "away"
        }
    }
}

extension FleetEvent {
    fileprivate var storedCase: String {
        switch self {
        case .factChanged: "factChanged"
        case .logLine: "logLine"
        }
    }
}

extension LogEvent {
    fileprivate var storedCase: String {
        switch self {
        case .recovered: "recovered"
        }
    }
}
