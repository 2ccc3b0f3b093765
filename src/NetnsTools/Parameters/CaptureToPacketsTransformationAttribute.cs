using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>Takes a <see cref="NetnsCapture"/> for its packets where packets are expected.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CaptureToPacketsTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PlainValue.Of(inputData);
        if (value is NetnsCapture capture)
        {
            return capture.Packets;
        }

        if (value is not object[] list || !Array.Exists(list, static item => PlainValue.Of(item) is NetnsCapture))
        {
            return inputData;
        }

        List<object> packets = [];
        foreach (object item in list)
        {
            if (PlainValue.Of(item) is NetnsCapture one)
            {
                packets.AddRange(one.Packets);
            }
            else
            {
                packets.Add(item);
            }
        }

        return packets.ToArray();
    }
}
