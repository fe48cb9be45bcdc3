import IncidentLog
import Primitives

/// One update: what was said, and how it arrived on each channel.
enum UpdateDetail {
    static func of(
        _ update: StatusUpdate,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> Detail {
        var detail = Detail("Update #\(update.number)", theme, width: width)
        detail.add("sent", "\(model.told(update.at)) by \(update.author.name)")
        for channel in update.channels {
            let look = DeliveryLook(update.deliveries[channel], model)
            let at =
                if case .delivered(_, let at) = update.deliveries[channel] {
                    " at \(model.second(at))"
                } else { "" }
            detail.add(channel.rawValue, look.text + at, look.role)
        }
        if update.number == model.incident?.updates.last?.number,
            let due = model.incident?.nextUpdateDue
        {
            let role: ThemeRole = due < model.now ? .overdue : .text
            detail.add("next due", model.told(due), role)
        }
        detail.head("Text")
        detail.add(update.text)
        return detail
    }
}
