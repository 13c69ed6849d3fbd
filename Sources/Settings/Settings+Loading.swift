import Foundation

extension Settings {
    /// Finds, reads and checks the settings.
    ///
    /// - Parameters:
    ///   - explicit: the file that the command line names.
    ///   - currentDirectory: an absolute path.
    /// - Throws: `SettingsError` with every problem of the file and the environment.
    public static func load(
        explicit: String? = nil, environment: [String: String], currentDirectory: String
    ) throws(SettingsError) -> Settings {
        let source = SettingsSource.locate(
            explicit: explicit, environment: environment, currentDirectory: currentDirectory)
        return try load(from: source, environment: environment, currentDirectory: currentDirectory)
    }

    /// Reads and checks the settings from this source.
    ///
    /// - Throws: `SettingsError` with every problem of the file and the environment.
    public static func load(
        from source: SettingsSource, environment: [String: String], currentDirectory: String
    ) throws(SettingsError) -> Settings {
        switch source {
        case .file(let path):
            return try read(
                yaml: EditedFile.read(path), file: path, environment: environment, currentDirectory: currentDirectory)
        case .defaults(let folder):
            var settings = try read(
                yaml: "", file: folder + "/", environment: environment, currentDirectory: currentDirectory)
            // A checkout keeps its catalogue in deploy/.
            let ready = "deploy/catalogue.yaml".resolved(against: folder)
            if settings.catalogue == Settings().catalogue.resolved(against: folder),
                !FileManager.default.fileExists(atPath: settings.catalogue),
                FileManager.default.fileExists(atPath: ready)
            {
                settings.catalogue = ready
            }
            return settings
        }
    }

    /// Reads settings from a file's text and the environment, which beats it.
    ///
    /// What neither names keeps its default; a default path is relative to the file's folder, as though the file
    /// named it. Paths in variables are relative to the current directory.
    ///
    /// - Parameter file: the file's absolute path, for its folder and for the problems.
    /// - Throws: `SettingsError` with every problem, the file's first, by line.
    public static func read(
        yaml text: String, file: String, environment: [String: String] = [:], currentDirectory: String = "/"
    ) throws(SettingsError) -> Settings {
        var problems: [SettingsProblem] = []
        var root: Entry?
        do throws(SettingsError) {
            root = try Entry.parse(yaml: text, file: file)
        } catch {
            problems += error.problems
        }
        let inFile = table.find(in: root, file: file, folder: file.folder, problems: &problems)
        let inEnvironment = table.find(
            inEnvironment: environment, besides: otherVariables, folder: currentDirectory, problems: &problems)
        let winners = inFile.merging(inEnvironment) { $1 }

        var settings = Settings()
        for key in table.keys {
            if inEnvironment[key.path] != nil, let beaten = inFile[key.path] {
                var unused = Settings()
                table.take(beaten, of: key, into: &unused, problems: &problems)
            }
            if let written = winners[key.path] {
                table.take(written, of: key, into: &settings, problems: &problems)
            }
            key.settle(&settings, winners[key.path]?.folder ?? file.folder)
        }
        settings.places = Places(winners.mapValues { Places.Place(file: $0.file, line: $0.line) })
        // Checks of one value against another would be guesses while one of them is wrong.
        if problems.isEmpty {
            problems += settings.contradictions()
        }
        try SettingsError.throwing(problems.inOrder)
        return settings
    }
}

extension [SettingsProblem] {
    /// Files before variables, and by line within a file.
    var inOrder: [SettingsProblem] {
        enumerated().sorted { left, right in
            let keys = [left, right].map { ($0.element.file.hasPrefix("$") ? 1 : 0, $0.element.line ?? 0, $0.offset) }
            return keys[0] < keys[1]
        }.map(\.element)
    }
}
