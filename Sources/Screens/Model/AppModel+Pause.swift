import Monitoring

/// When the time of a drill stands still.
extension AppModel {
    /// Tells the drill to stand still or to go on, when that changed.
    mutating func stopOrStartTime() -> [Effect] {
        guard let drill, !drill.isOver else { return [] }
        let stops = isPaused || drillWaits && dialog != nil
        guard stops != isTimeStopped else { return [] }
        isTimeStopped = stops
        return [.ask(.pauseDrill(stops))]
    }

    mutating func toggleDrillWaits() {
        drillWaits.toggle()
        show(
            drillWaits
                ? "time stands still while help or a form is open"
                : "time goes on while help or a form is open",
            isProblem: false
        )
    }
}
