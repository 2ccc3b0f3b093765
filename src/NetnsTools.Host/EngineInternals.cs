using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace NetnsTools.Host;

/// <summary>
/// The only place that reaches for members the engine keeps to itself. pwsh's own host and formatting cmdlets use
/// them (they are friend assemblies), and there is no public road to the same behaviour. Whatever is missing in
/// another build of the engine is named in the exception, at once.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private const string FormatNamespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    /// <summary>Makes 'exit' in the next script file end the process, as with pwsh -File, and not only the script.</summary>
    public static void RethrowExit(Runspace runspace)
    {
        object context = Property(typeof(Runspace), "ExecutionContext").GetValue(runspace)!;
        Property(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);
    }

    /// <summary>
    /// Takes pwsh's own assemblies, which are not here, off the list of what the engine loads by default. Without this
    /// <c>[powershell]::Create()</c> fails in a script; with it that runspace has the engine's own commands.
    /// </summary>
    public static void LoadOnlyTheEngine()
    {
        Type reader = Type("System.Management.Automation.PSSnapInReader");
        const string Name = "DefaultMshSnapins";
        PropertyInfo defaults = reader.GetProperty(Name, BindingFlags.Static | BindingFlags.NonPublic)
            ?? throw Missing(reader, Name);
        IList snapIns = (IList)defaults.GetValue(null)!;
        for (int index = snapIns.Count - 1; index >= 0; index--)
        {
            object snapIn = snapIns[index]!;
            FieldInfo assembly = snapIn.GetType().GetField("AssemblyName", Members)
                ?? throw Missing(snapIn.GetType(), "AssemblyName");
            if (assembly.GetValue(snapIn) is not "System.Management.Automation")
            {
                snapIns.RemoveAt(index);
            }
        }
    }

    /// <summary>An error record that the formatter writes to the error stream of the host.</summary>
    public static PSObject AsErrorStreamObject(ErrorRecord record)
    {
        PSObject wrapped = new(record);
        PropertyInfo stream = Property(typeof(PSObject), "WriteStream");
        stream.SetValue(wrapped, Enum.Parse(stream.PropertyType, "Error"));
        return wrapped;
    }

    /// <summary>Makes an error point at the script that wrote it, and its id end with that script's command.</summary>
    public static void AttributeTo(ErrorRecord record, InvocationInfo caller)
    {
        MethodInfo setInvocation = typeof(ErrorRecord).GetMethod("SetInvocationInfo", Members)
            ?? throw Missing(typeof(ErrorRecord), "SetInvocationInfo");
        setInvocation.Invoke(record, [caller]);
        Property(typeof(ErrorRecord), "PreserveInvocationInfoOnce").SetValue(record, true);
    }

    /// <summary>What a cmdlet throws when it needs no more input: the commands before it stop, those after it do not.</summary>
    public static Exception StopUpstream(Cmdlet cmdlet)
    {
        Type type = Type("System.Management.Automation.StopUpstreamCommandsException");
        ConstructorInfo constructor = type.GetConstructor(Members, [typeof(InternalCommand)])
            ?? throw Missing(type, "constructor");
        return (Exception)constructor.Invoke([cmdlet]);
    }

    /// <summary>Gives a formatting cmdlet the engine's machinery for a shape: <c>Table</c>, <c>List</c>.</summary>
    public static void UseShape(FrontEndCommandBase cmdlet, string shape)
    {
        object value = Enum.Parse(Type(FormatNamespace + "FormatShape"), shape);
        SetImplementation(cmdlet, New(Type(FormatNamespace + "InnerFormatShapeCommand"), value));
    }

    /// <summary>Gives an output cmdlet the engine's machinery for formatting objects as lines of text.</summary>
    public static void UseTextOutput(FrontEndCommandBase cmdlet, TextWriter writer, int width)
    {
        object output = New(Type(FormatNamespace + "OutputManagerInner"));
        object lines = New(Type(FormatNamespace + "TextWriterLineOutput"), writer, width);
        Property(output.GetType(), "LineOutput").SetValue(output, lines);
        SetImplementation(cmdlet, output);
    }

    /// <summary>Serves a runspace to the process at the other end of standard input and output.</summary>
    public static void Serve(string initialCommand, string? workingDirectory)
    {
        Type mediator = Type("System.Management.Automation.Remoting.Server.StdIOProcessMediator");
        const string Name = "Run";
        MethodInfo run = mediator.GetMethod(
            Name, BindingFlags.Static | BindingFlags.NonPublic, [typeof(string), typeof(string), typeof(string), typeof(string), typeof(bool)])
            ?? throw Missing(mediator, Name);

        // No configuration name or file, and errors on the error stream: what pwsh -s passes. The names are checked
        // because a build with other parameters of the same types would go wrong in silence.
        string[] expected = ["initialCommand", "workingDirectory", "configurationName", "configurationFile", "combineErrOutStream"];
        if (!expected.AsSpan().SequenceEqual(Array.ConvertAll(run.GetParameters(), parameter => parameter.Name)))
        {
            throw Missing(mediator, $"{Name}({string.Join(", ", expected)})");
        }

        run.Invoke(null, [initialCommand, workingDirectory, null, null, false]);
    }

    private static void SetImplementation(FrontEndCommandBase cmdlet, object implementation)
    {
        FieldInfo field = typeof(FrontEndCommandBase).GetField("implementation", Members)
            ?? throw Missing(typeof(FrontEndCommandBase), "implementation");
        field.SetValue(cmdlet, implementation);
    }

    private static Type Type(string name) =>
        typeof(PSObject).Assembly.GetType(name)
        ?? throw new MissingMemberException($"This build of PowerShell's engine has no type {name}.");

    private static PropertyInfo Property(Type type, string name) => type.GetProperty(name, Members) ?? throw Missing(type, name);

    private static object New(Type type, params object[] arguments)
    {
        Type[] signature = Array.ConvertAll(
            arguments, argument => argument is TextWriter ? typeof(TextWriter) : argument.GetType());
        ConstructorInfo constructor = type.GetConstructor(Members, signature) ?? throw Missing(type, "constructor");
        return constructor.Invoke(arguments);
    }

    private static MissingMemberException Missing(Type type, string member) =>
        new($"This build of PowerShell's engine has no {type.Name}.{member}.");
}
