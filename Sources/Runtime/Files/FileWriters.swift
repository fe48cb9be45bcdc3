import Glibc

/// Who may change a file besides this account and root.
package struct FileWriters: Equatable, Sendable {
    /// Every account of this machine, by the file itself or by the folder that it lies in.
    package let isOpenToAll: Bool
    /// What is to be mended, in words with the command for it; nil when nobody else may change
    /// the file.
    package let problem: String?

    /// Looks at an open file and at the folder that its path names.
    init(of descriptor: Int32, _ path: String) {
        var file = stat()
        guard fstat(descriptor, &file) == 0, file.st_mode & S_IFMT == S_IFREG else {
            // What comes through a pipe was written by whoever started this program.
            (isOpenToAll, problem) = (false, nil)
            return
        }
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var place = stat()
        // In a folder with the sticky bit, as /tmp has it, only owners replace their files.
        let isPlaceOpen =
            stat(folder, &place) == 0 && place.st_mode & S_IWOTH != 0
            && place.st_mode & S_ISVTX == 0
        isOpenToAll = file.st_mode & S_IWOTH != 0 || isPlaceOpen
        if file.st_mode & S_IWOTH != 0 {
            problem = "everybody on this machine may write to it: chmod go-w '\(path)'"
        } else if isPlaceOpen {
            problem = "everybody may write in its folder: chmod o-w '\(folder)'"
        } else if file.st_uid != 0, file.st_uid != geteuid() {
            problem = "it belongs to another account (\(file.st_uid)), which may write to it"
        } else if file.st_mode & S_IWGRP != 0 {
            problem = "its group may write to it: chmod g-w '\(path)'"
        } else {
            problem = nil
        }
    }
}
