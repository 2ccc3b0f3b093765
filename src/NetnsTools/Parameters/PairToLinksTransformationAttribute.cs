using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace NetnsTools.Parameters;

/// <summary>Takes a <see cref="VethPair"/> for its two ends where links are expected.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairToLinksTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PlainValue.Of(inputData);
        if (value is VethPair pair)
        {
            return new[] { pair.Left, pair.Right };
        }

        if (value is not object[] list)
        {
            return inputData;
        }

        List<object> links = [];
        foreach (object item in list)
        {
            object element = PlainValue.Of(item);
            if (element is VethPair one)
            {
                links.Add(one.Left);
                links.Add(one.Right);
            }
            else
            {
                links.Add(element);
            }
        }

        return links.ToArray();
    }
}
