/// Where files lie: the fleet file, the event store, the folders of drills.
package struct Places: Sendable {
    /// The fleet file read when none is named.
    package let fleetFile: String
    /// The event store used when none is named.
    package let store: String
    /// The folder that holds one folder for each drill.
    package let drills: String
    /// The user's own keys.
    package let keys: String
    /// The folder of the user's own themes.
    package let themes: String
    /// The file that a crash leaves its backtrace in.
    package let crashes: String
    /// The file with the name of the theme that was chosen on the screen.
    package let chosenTheme: String

    /// The places of this environment: `$TOCSIN_HOME` when it is set, else the XDG folders.
    ///
    /// XDG Base Directory Specification 0.8: configuration in `$XDG_CONFIG_HOME` or
    /// `~/.config`, state in `$XDG_STATE_HOME` or `~/.local/state`.
    package init(environment: [String: String]) {
        func folder(_ variable: String, _ fallback: String) -> String {
            if let home = environment["TOCSIN_HOME"], !home.isEmpty { return home }
            // The specification has relative paths ignored.
            if let path = environment[variable], path.hasPrefix("/") { return path + "/tocsin" }
            return (environment["HOME"] ?? "/tmp") + "/" + fallback + "/tocsin"
        }
        let configuration = folder("XDG_CONFIG_HOME", ".config")
        let state = folder("XDG_STATE_HOME", ".local/state")
        fleetFile = configuration + "/fleet.yaml"
        themes = configuration + "/themes"
        keys = configuration + "/keys.yaml"
        store = state + "/log.sqlite"
        crashes = state + "/crashes.log"
        chosenTheme = state + "/theme"
        drills = state + "/drills"
    }
}
