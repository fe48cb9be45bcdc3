package import IncidentLog
import Primitives

/// The third update of INC-0007, as it goes to channels.
package func message(
    _ text: String = "Hold the upgrade.",
    title: String = "Relays unreachable",
    number: Int = 3,
    mode: IncidentMode = .real
) -> StatusMessage {
    StatusMessage(
        incident: IncidentID(number: 7),
        number: number,
        title: title,
        text: text,
        mode: mode,
        queuedAt: Timestamp(seconds: 1_614_265_300)
    )
}
