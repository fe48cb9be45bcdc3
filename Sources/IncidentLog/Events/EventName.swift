/// The stored name of an event's type and the version of its form.
package struct EventName: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The name, `family.case`, such as `step.passed`.
    package let name: String
    /// The version of the payload's form, from 1.
    package let version: Int

    /// A name as stored.
    package init(_ name: String, version: Int = 1) {
        self.name = name
        self.version = version
    }

    /// The name of an event of this family.
    package init(_ family: Event.Family, _ key: some CodingKey, version: Int = 1) {
        self.init("\(family.rawValue).\(key.stringValue)", version: version)
    }

    /// The name, with the version when it is not the first.
    package var description: String {
        version == 1 ? name : "\(name) v\(version)"
    }
}

/// A family of events.
///
/// Its coding keys are the one list of its names: what is stored is made from
/// them, and so is what must have a sample and a fixture.
package protocol EventFamily: Codable, Equatable, Sendable {
    /// The names of the events, as stored; released names never change.
    associatedtype CodingKeys: CodingKey & CaseIterable
    /// The name of this event.
    var key: CodingKeys { get }
}

extension Event {
    /// The families; the word is the first part of the stored names.
    package enum Family: String, CodingKey, CaseIterable, Sendable {
        case incident
        case role
        case timeline
        case task
        case advice
        case clock
        case attendance
        case checklist
        case update
        case impact
        case signal
        case delivery
        case fleet
        case watch
        case change
        case log
        case policy
        case baseline

        /// The names of its events.
        package var names: [EventName] {
            switch self {
            case .incident: names(of: IncidentEvent.self)
            case .role: names(of: RoleEvent.self)
            case .timeline: names(of: TimelineEvent.self)
            case .task: names(of: TaskEvent.self)
            case .advice: names(of: AdviceEvent.self)
            case .clock: names(of: ClockEvent.self)
            case .attendance: names(of: AttendanceEvent.self)
            case .checklist: names(of: ChecklistEvent.self)
            case .update: names(of: UpdateEvent.self)
            case .impact: names(of: ImpactEvent.self)
            case .signal: names(of: SignalEvent.self)
            case .delivery: names(of: DeliveryEvent.self)
            case .fleet: names(of: FleetEvent.self)
            case .watch: names(of: WatchEvent.self)
            case .change: names(of: ChangeEvent.self)
            case .log: names(of: LogEvent.self)
            case .policy: names(of: PolicyEvent.self)
            case .baseline: names(of: BaselineEvent.self)
            }
        }

        private func names<F: EventFamily>(of family: F.Type) -> [EventName] {
            F.CodingKeys.allCases.map { EventName(self, $0) }
        }
    }

    /// Every name, with the version of the form that is written today.
    package static let names = Set(Family.allCases.flatMap(\.names))

    /// The name under which the event is stored.
    package var name: EventName {
        switch self {
        case .incident(let event): EventName(.incident, event.key)
        case .role(let event): EventName(.role, event.key)
        case .timeline(let event): EventName(.timeline, event.key)
        case .task(let event): EventName(.task, event.key)
        case .advice(let event): EventName(.advice, event.key)
        case .clock(let event): EventName(.clock, event.key)
        case .attendance(let event): EventName(.attendance, event.key)
        case .checklist(let event): EventName(.checklist, event.key)
        case .update(let event): EventName(.update, event.key)
        case .impact(let event): EventName(.impact, event.key)
        case .signal(let event): EventName(.signal, event.key)
        case .delivery(let event): EventName(.delivery, event.key)
        case .fleet(let event): EventName(.fleet, event.key)
        case .watch(let event): EventName(.watch, event.key)
        case .change(let event): EventName(.change, event.key)
        case .log(let event): EventName(.log, event.key)
        case .policy(let event): EventName(.policy, event.key)
        case .baseline(let event): EventName(.baseline, event.key)
        case .unknown(let name, _): name
        }
    }
}

// The coded form is `{"family":{"case":{…}}}`.
extension Event: Codable {
    /// Reads an event of a family that is known.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Family.self)
        guard let family = container.allKeys.first else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no family of events")
            )
        }
        func read<F: EventFamily>(_ make: (F) -> Event) throws -> Event {
            make(try container.decode(F.self, forKey: family))
        }
        self =
            switch family {
            case .incident: try read(Event.incident)
            case .role: try read(Event.role)
            case .timeline: try read(Event.timeline)
            case .task: try read(Event.task)
            case .advice: try read(Event.advice)
            case .clock: try read(Event.clock)
            case .attendance: try read(Event.attendance)
            case .checklist: try read(Event.checklist)
            case .update: try read(Event.update)
            case .impact: try read(Event.impact)
            case .signal: try read(Event.signal)
            case .delivery: try read(Event.delivery)
            case .fleet: try read(Event.fleet)
            case .watch: try read(Event.watch)
            case .change: try read(Event.change)
            case .log: try read(Event.log)
            case .policy: try read(Event.policy)
            case .baseline: try read(Event.baseline)
            }
    }

    /// Writes the event; one that this Tocsin cannot read has no form of its own.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Family.self)
        switch self {
        case .incident(let event): try container.encode(event, forKey: .incident)
        case .role(let event): try container.encode(event, forKey: .role)
        case .timeline(let event): try container.encode(event, forKey: .timeline)
        case .task(let event): try container.encode(event, forKey: .task)
        case .advice(let event): try container.encode(event, forKey: .advice)
        case .clock(let event): try container.encode(event, forKey: .clock)
        case .attendance(let event): try container.encode(event, forKey: .attendance)
        case .checklist(let event): try container.encode(event, forKey: .checklist)
        case .update(let event): try container.encode(event, forKey: .update)
        case .impact(let event): try container.encode(event, forKey: .impact)
        case .signal(let event): try container.encode(event, forKey: .signal)
        case .delivery(let event): try container.encode(event, forKey: .delivery)
        case .fleet(let event): try container.encode(event, forKey: .fleet)
        case .watch(let event): try container.encode(event, forKey: .watch)
        case .change(let event): try container.encode(event, forKey: .change)
        case .log(let event): try container.encode(event, forKey: .log)
        case .policy(let event): try container.encode(event, forKey: .policy)
        case .baseline(let event): try container.encode(event, forKey: .baseline)
        case .unknown(let name, _):
            throw EncodingError.invalidValue(
                self,
                .init(codingPath: encoder.codingPath, debugDescription: "\(name) is not known")
            )
        }
    }
}
